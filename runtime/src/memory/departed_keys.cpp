#include "memory/departed_keys.hpp"

#include <algorithm>
#include <new>

namespace tagcache::detail {
namespace {

std::size_t buckets_for(std::size_t keys, std::size_t size) noexcept {
  return (std::max<std::size_t>(keys, 1) + size - 1) / size;
}

}  // namespace

DepartedKeys::DepartedKeys(std::size_t count) noexcept
    : bucket_count_(buckets_for(count, Bucket::size)),
      ring_(static_cast<std::uint8_t>(buckets_for(count, bucket_count_))) {}

std::uint64_t DepartedKeys::most_bytes(std::size_t count) noexcept {
  return buckets_for(count, Bucket::size) * sizeof(Bucket);
}

DepartedKeys::Bucket* DepartedKeys::bucket(std::uint64_t hash) noexcept {
  try {
    if (buckets_.empty()) buckets_.resize(bucket_count_);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
  // The shard was chosen by the highest bits; multiplied, the others come to stand there.
  const std::uint64_t spread = hash * 0x9E3779B97F4A7C15ULL;
  return &buckets_[((spread >> 32U) * bucket_count_) >> 32U];
}

DepartedKeys::Mark DepartedKeys::mark_of(std::uint64_t hash) noexcept {
  const auto mark = static_cast<Mark>(hash ^ (hash >> 16U));
  return mark == 0 ? Mark{1} : mark;
}

void DepartedKeys::leave_window(std::uint64_t hash, EvictionTime came) noexcept {
  Bucket* const bucket = this->bucket(hash);
  if (bucket == nullptr) return;
  bucket->marks[bucket->next] = mark_of(hash);
  bucket->came[bucket->next] = static_cast<std::uint8_t>(came);
  bucket->next = static_cast<std::uint8_t>((bucket->next + 1U) % ring_);
}

void DepartedKeys::leave_main(std::uint64_t hash) noexcept {
  if (Bucket* const bucket = this->bucket(hash)) bucket->of_main = mark_of(hash);
}

std::optional<DepartedKeys::Departure> DepartedKeys::take(std::uint64_t hash, EvictionTime now) noexcept {
  if (buckets_.empty()) return std::nullopt;
  Bucket& bucket = *this->bucket(hash);
  const Mark mark = mark_of(hash);
  if (bucket.of_main == mark) {
    bucket.of_main = 0;
    return Departure{true, 0};
  }
  for (std::size_t i = 1; i <= ring_; ++i) {
    const std::size_t newest_first = (bucket.next + ring_ - i) % ring_;
    if (bucket.marks[newest_first] != mark) continue;
    bucket.marks[newest_first] = 0;
    return Departure{false, static_cast<std::uint8_t>(now - bucket.came[newest_first])};
  }
  return std::nullopt;
}

}  // namespace tagcache::detail
