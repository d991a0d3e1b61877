#include "memory/departed_keys.hpp"

#include <algorithm>
#include <new>
#include <tagcache/hash.hpp>

namespace tagcache::detail {
namespace {

std::uint64_t divided(std::uint64_t all, std::uint64_t of_each) noexcept {
  return all / of_each + (all % of_each == 0 ? 0 : 1);
}

std::uint64_t buckets_for(std::uint64_t keys, std::uint64_t of_each) noexcept {
  return divided(std::max<std::uint64_t>(keys, 1), of_each);
}

}  // namespace

DepartedKeys::DepartedKeys(std::uint64_t count) noexcept
    : buckets_(buckets_for(count, Bucket::size)), ring_(static_cast<std::uint8_t>(buckets_for(count, buckets_))) {}

std::uint64_t DepartedKeys::bytes() const noexcept {
  std::uint64_t bytes = chunks_.capacity() * sizeof(Chunk);
  for (const Chunk& chunk : chunks_) bytes += chunk.capacity() * sizeof(Bucket);
  return bytes;
}

std::uint64_t DepartedKeys::most_bytes(std::uint64_t count) noexcept {
  const std::uint64_t buckets = buckets_for(count, Bucket::size);
  return buckets * sizeof(Bucket) + divided(buckets, buckets_of_chunk) * sizeof(Chunk);
}

std::uint64_t DepartedKeys::place(std::uint64_t hash) const noexcept {
  // The shard was chosen by the highest bits; multiplied, the others come to stand there.
  return ((spread(hash) >> 32U) * buckets_) >> 32U;
}

DepartedKeys::Bucket* DepartedKeys::find_bucket(std::uint64_t hash) noexcept {
  if (chunks_.empty()) return nullptr;
  const std::uint64_t place = this->place(hash);
  Chunk& chunk = chunks_[place / buckets_of_chunk];
  return chunk.empty() ? nullptr : &chunk[place % buckets_of_chunk];
}

DepartedKeys::Bucket* DepartedKeys::make_bucket(std::uint64_t hash) noexcept try {
  if (chunks_.empty()) chunks_.resize(divided(buckets_, buckets_of_chunk));
  const std::uint64_t place = this->place(hash);
  const std::uint64_t number = place / buckets_of_chunk;
  Chunk& chunk = chunks_[number];
  if (chunk.empty()) chunk.resize(std::min(buckets_of_chunk, buckets_ - number * buckets_of_chunk));
  return &chunk[place % buckets_of_chunk];
} catch (const std::bad_alloc&) {
  return nullptr;
}

DepartedKeys::Mark DepartedKeys::mark_of(std::uint64_t hash) noexcept {
  const auto mark = static_cast<Mark>(hash ^ (hash >> 16U));
  return mark == 0 ? Mark{1} : mark;
}

void DepartedKeys::leave_window(std::uint64_t hash, EvictionTime came) noexcept {
  Bucket* const bucket = make_bucket(hash);
  if (bucket == nullptr) return;
  bucket->marks[bucket->next] = mark_of(hash);
  bucket->came[bucket->next] = static_cast<std::uint8_t>(came);
  bucket->next = static_cast<std::uint8_t>((bucket->next + 1U) % ring_);
}

void DepartedKeys::leave_main(std::uint64_t hash) noexcept {
  if (Bucket* const bucket = make_bucket(hash)) bucket->of_main = mark_of(hash);
}

std::optional<DepartedKeys::Departure> DepartedKeys::take(std::uint64_t hash, EvictionTime now) noexcept {
  Bucket* const bucket = find_bucket(hash);
  if (bucket == nullptr) return std::nullopt;
  const Mark mark = mark_of(hash);
  if (bucket->of_main == mark) {
    bucket->of_main = 0;
    return Departure{true, 0};
  }
  // Most are not remembered: all are looked at in one go before it matters which is the newest.
  unsigned equal = 0;
  for (const Mark each : bucket->marks) equal += each == mark ? 1U : 0U;
  for (std::size_t i = 1; equal != 0 && i <= ring_; ++i) {
    const std::size_t newest_first = (bucket->next + ring_ - i) % ring_;
    if (bucket->marks[newest_first] != mark) continue;
    bucket->marks[newest_first] = 0;
    return Departure{false, static_cast<std::uint8_t>(now - bucket->came[newest_first])};
  }
  return std::nullopt;
}

}  // namespace tagcache::detail
