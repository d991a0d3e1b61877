#include "memory/generations.hpp"

#include <algorithm>
#include <optional>

#include "memory/tag_hashes.hpp"

namespace tagcache::detail {
namespace {

/// Two bits of a mark say what became of its tag, the others are of the tag's hash. (Where a bucket is comes from the
/// upper half of that.)
constexpr std::uint32_t exact_bit = 1;
constexpr std::uint32_t expiry_bit = 2;

std::uint32_t mark_of(std::uint64_t hash, Reach reach, Becomes becomes) noexcept {
  const auto tag = static_cast<std::uint32_t>(hash) & ~(exact_bit | expiry_bit);
  return tag | (reach == Reach::exact ? exact_bit : 0) | (becomes == Becomes::expired ? expiry_bit : 0);
}

bool is_of(std::uint32_t mark, std::uint64_t hash) noexcept {
  return ((mark ^ static_cast<std::uint32_t>(hash)) & ~(exact_bit | expiry_bit)) == 0;
}

bool is_exact(std::uint32_t mark) noexcept { return (mark & exact_bit) != 0; }

Validity made_by(std::uint32_t mark) noexcept {
  return (mark & expiry_bit) != 0 ? Validity::expired : Validity::invalidated;
}

std::uint64_t hash_of(const Tag& tag) noexcept {
  TagHashes hashes(tag);
  std::uint64_t hash = 0;
  while (!hashes.at_end()) hash = hashes.next();
  return hash;
}

void raise(std::atomic<Sequence>& number, Sequence to) noexcept {
  if (number.load(std::memory_order_relaxed) < to) number.store(to, std::memory_order_release);
}

}  // namespace

/// What a look at some tags found.
struct Generations::Verdict {
  Validity validity = Validity::valid;
  Sequence newest = 0;  ///< the number of the newest move that was seen

  void add(Sequence number, Sequence stamp, Validity becomes) noexcept {
    if (number <= stamp) return;
    newest = std::max(newest, number);
    validity = std::max(validity, becomes);
  }
};

Generations::Generations(std::size_t tags)
    : buckets_(std::max<std::size_t>(tags / Bucket::records, 1)),
      chunks_((buckets_ + Chunk::size - 1) / Chunk::size),
      neighbourhoods_(tags) {}

std::size_t Generations::most_bytes(std::size_t tags) noexcept {
  return std::max<std::size_t>(tags / Bucket::records, 1) * sizeof(Bucket) + Neighbourhoods::most_bytes(tags);
}

std::size_t Generations::place(std::uint64_t hash) const noexcept { return ((hash >> 32U) * buckets_) >> 32U; }

Generations::Bucket* Generations::find_bucket(std::uint64_t hash) const noexcept {
  const std::size_t place = this->place(hash);
  Chunk* const chunk = chunks_[place / Chunk::size].load(std::memory_order_acquire);
  return chunk == nullptr ? nullptr : &chunk->buckets[place % Chunk::size];
}

void Generations::make_room(std::uint64_t hash) {
  auto& chunk = chunks_[place(hash) / Chunk::size];
  if (chunk.load(std::memory_order_relaxed) != nullptr) return;
  owned_.push_back(std::make_unique<Chunk>());
  chunk.store(owned_.back().get(), std::memory_order_release);
}

Validity Generations::since(Sequence stamp, std::span<const Tag> tags) const {
  return latest() == stamp ? Validity::valid : look_settled(stamp, tags).validity;
}

Validity Generations::judge(Standing& standing, std::span<const Tag> tags, const std::atomic<Sequence>& cleared) const {
  const Sequence latest = this->latest();
  const Sequence outlived = standing.outlived.load(std::memory_order_acquire);
  if (outlived == latest) return Validity::valid;
  // Loaded after `latest`: each clear with that number or a smaller one is seen.
  if (is_cleared_since(outlived, cleared)) return Validity::invalidated;
  // Counted before the tags are looked at: what stirs later is not in the sum, what is in it has been written down.
  const std::optional<std::uint64_t> stirs = neighbourhoods_.stirs(standing, tags);
  const bool is_quiet = stirs == standing.stirs.load(std::memory_order_acquire);
  if (!is_quiet) {
    const Validity validity = look_settled(outlived, tags).validity;
    if (validity != Validity::valid) return validity;
    if (stirs) standing.stirs.store(*stirs, std::memory_order_release);
  }
  standing.outlived.store(latest, std::memory_order_release);
  return Validity::valid;
}

// A move with a number that is not published yet belongs to an invalidation that others do not see: to be one step for
// all, it is waited for.

bool Generations::is_cleared_since(Sequence stamp, const std::atomic<Sequence>& cleared) const {
  const Sequence number = cleared.load(std::memory_order_acquire);
  if (number <= stamp || number <= latest()) return number > stamp;
  const std::lock_guard until_published(mutex_);
  return true;
}

Generations::Verdict Generations::look_settled(Sequence stamp, std::span<const Tag> tags) const {
  const Sequence latest = this->latest();
  const Verdict verdict = look(stamp, tags);
  if (verdict.newest <= latest) return verdict;
  const std::lock_guard lock(mutex_);
  return look(stamp, tags);
}

Generations::Verdict Generations::look(Sequence stamp, std::span<const Tag> tags) const {
  Verdict verdict;
  for (const Tag& tag : tags) {
    for (TagHashes hashes(tag); !hashes.at_end();) {
      const std::uint64_t hash = hashes.next();
      look_at(verdict, stamp, hash, hashes.at_end());
    }
  }
  return verdict;
}

void Generations::look_at(Verdict& verdict, Sequence stamp, std::uint64_t hash, bool is_whole) const {
  const Bucket* const bucket = find_bucket(hash);
  if (bucket == nullptr) return;
  for (std::size_t i = 0; i < Bucket::records; ++i) {
    const Mark mark = bucket->marks[i].load(std::memory_order_acquire);
    const bool reaches = is_of(mark, hash) && (is_whole || !is_exact(mark));
    if (reaches) verdict.add(bucket->numbers[i].load(std::memory_order_acquire), stamp, made_by(mark));
  }
  // After the records: one that has just given way to another is among the forgotten.
  verdict.add(bucket->forgotten_invalidation.load(std::memory_order_acquire), stamp, Validity::invalidated);
  verdict.add(bucket->forgotten_expiry.load(std::memory_order_acquire), stamp, Validity::expired);
}

void Generations::invalidate(std::span<const Invalidation> invalidations) {
  struct Moved {
    std::uint64_t tag;
    std::optional<std::uint64_t> neighbourhood;
  };
  std::vector<Moved> moved;  // hashed once, and without the lock
  moved.reserve(invalidations.size());
  for (const Invalidation& each : invalidations) moved.push_back({hash_of(each.tag), Neighbourhoods::of(each.tag)});
  const std::lock_guard lock(mutex_);
  for (const Moved& each : moved) make_room(each.tag);
  const Sequence number = latest() + 1;
  for (std::size_t i = 0; i < moved.size(); ++i) {
    record(moved[i].tag, invalidations[i].reach, invalidations[i].becomes, number);
    neighbourhoods_.stir(moved[i].neighbourhood);  // after the record: who counts this finds that
  }
  publish(number);
}

void Generations::record(std::uint64_t hash, Reach reach, Becomes becomes, Sequence number) noexcept {
  Bucket& bucket = *find_bucket(hash);
  const Mark mark = mark_of(hash, reach, becomes);
  std::size_t oldest = 0;
  for (std::size_t i = 0; i < Bucket::records; ++i) {
    const Sequence known = bucket.numbers[i].load(std::memory_order_relaxed);
    if (known != 0 && bucket.marks[i].load(std::memory_order_relaxed) == mark) {
      bucket.numbers[i].store(number, std::memory_order_release);
      return;
    }
    if (known < bucket.numbers[oldest].load(std::memory_order_relaxed)) oldest = i;
  }
  const Sequence gone = bucket.numbers[oldest].load(std::memory_order_relaxed);
  const bool was_expiry = made_by(bucket.marks[oldest].load(std::memory_order_relaxed)) == Validity::expired;
  raise(was_expiry ? bucket.forgotten_expiry : bucket.forgotten_invalidation, gone);
  if (gone == 0) size_.fetch_add(1, std::memory_order_relaxed);
  // The number first: who still takes it for the older tag's sees that it is not published, and looks again.
  bucket.numbers[oldest].store(number, std::memory_order_release);
  bucket.marks[oldest].store(mark, std::memory_order_release);
}

void Generations::publish(Sequence number) noexcept {
  // Not only released: on the processors that we know the number has then left this one's own store buffer, so that it
  // is seen by whoever asks after the call has returned, whatever else he shares with its thread.
  latest_.store(number, std::memory_order_seq_cst);
}

}  // namespace tagcache::detail
