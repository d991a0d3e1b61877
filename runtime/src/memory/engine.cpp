#include "memory/engine.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

namespace tagcache {
namespace detail {
namespace {

/// Enough parts that threads seldom meet, few enough that each has entries to choose from when it evicts.
std::size_t shard_count(const Bounds& bounds) {
  constexpr std::uint64_t least_bytes = 1024 * 1024;
  const std::size_t count = std::clamp<std::size_t>(bounds.entries / 1024, 1, 16);
  if (!bounds.bytes) return count;
  return std::min(count, static_cast<std::size_t>(std::clamp<std::uint64_t>(*bounds.bytes / least_bytes, 1, 16)));
}

/// As many moved tags as there may be entries: who is not read while so many move has mostly been evicted. Of a bound
/// in bytes they take a fortieth.
std::size_t remembered_tags(const Bounds& bounds) {
  const std::size_t tags = std::max<std::size_t>(bounds.entries, 1'000);
  return bounds.bytes ? static_cast<std::size_t>(std::min<std::uint64_t>(tags, *bounds.bytes / 1024)) : tags;
}

/// Of the stores of this process.
std::uint64_t next_number() noexcept {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

}  // namespace

MemoryEngine::MemoryEngine(MemoryOptions options)
    : MemoryEngine(Bounds{options.max_entries, options.max_bytes}, std::move(options.on_removed)) {
  const std::uint64_t entries = std::min<std::uint64_t>(options.reserve_entries, options.max_entries);
  for (const auto& shard : shards_) shard->reserve(static_cast<std::size_t>(entries / shards_.size()));
}

MemoryEngine::MemoryEngine(const Bounds& bounds, RemovalListener on_removed)
    : number_(next_number()),
      on_removed_(std::move(on_removed)),
      is_bounded_in_bytes_(bounds.bytes),
      bytes_of_tags_(Generations::most_bytes(remembered_tags(bounds))),
      generations_(remembered_tags(bounds)) {
  const std::size_t count = shard_count(bounds);
  for (std::size_t i = 0; i < count; ++i) {
    shards_.push_back(std::make_shared<Shard>(generations_, part(bounds, i, count), on_removed_));
  }
}

MemoryEngine::~MemoryEngine() {
  for (const auto& shard : shards_) shard->end();
}

Bounds MemoryEngine::part(const Bounds& bounds, std::size_t number, std::size_t count) const {
  Bounds part = bounds.part(number, count);
  if (!part.bytes) return part;
  const std::uint64_t taken = bytes_of_tags_ / count + Eviction::most_bytes(part);
  part.bytes = *part.bytes - std::min(*part.bytes, taken);
  return part;
}

void MemoryEngine::resize(std::size_t max_entries, std::optional<std::uint64_t> max_bytes) {
  if (max_bytes.has_value() != is_bounded_in_bytes_) {
    throw std::invalid_argument(is_bounded_in_bytes_
                                    ? "This memory store was made with max_bytes: give it new ones"
                                    : "This memory store was made without max_bytes: its entries were not weighed");
  }
  const std::uint64_t number = ++resizes_;
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    const Bounds bounds = part({max_entries, max_bytes}, i, shards_.size());
    while (!shards_[i]->approach(bounds, number)) std::this_thread::yield();
  }
}

Begun MemoryEngine::begin(const Request& request) {
  auto load = load_for(request);
  load->tags = TagsOfLoad(request.tags());
  load->key.emplace(request.key, load->scope.prefix);
  return begun(std::move(load), request);
}

std::shared_ptr<MemoryLoad> MemoryEngine::load_for(const Request& request) {
  return make_in_piece<MemoryLoad>(shard(request.key), scope(request.key.prefix()), request.key.hash(), request.layers);
}

Begun MemoryEngine::begun(std::shared_ptr<MemoryLoad> load, const Request& request) {
  Found found = load->shard->begin(*load, request);
  return {std::move(load), std::move(found)};
}

bool MemoryEngine::is_current(const Load& load, std::span<const Tag> result_tags) {
  const auto& begun = static_cast<const MemoryLoad&>(load);
  if (begun.is_over.load(std::memory_order_acquire)) return false;
  return !begun.overtaken.load(std::memory_order_acquire) &&
         !generations_.is_cleared_since(begun.basis.stamp, begun.basis.scope->cleared) &&
         generations_.since(begun.basis.stamp, begun.tags.get()) == Validity::valid &&
         generations_.since(begun.basis.stamp, result_tags) == Validity::valid;
}

bool MemoryEngine::keep(const Load& load, EntryPointer entry, TimePoint now) {
  const auto& begun = static_cast<const MemoryLoad&>(load);
  return begun.shard->keep(begun, begun.key->view(), std::move(entry), now, true);
}

void MemoryEngine::set(const Request& request, EntryPointer entry) {
  if (request.layers == Layers::remote || request.now >= useful_until(*entry)) entry = nullptr;
  shard(request.key)->set(request.key, scope(request.key.prefix()), std::move(entry), request.now);
}

void MemoryEngine::clear(std::string_view prefix) {
  Scope& scope = this->scope(prefix);
  generations_.move_all([&scope](Sequence number) { scope.cleared.store(number, std::memory_order_release); });
}

void MemoryEngine::clear_all() {
  const std::lock_guard lock(scopes_mutex_);
  generations_.move_all([this](Sequence number) {
    for (Scope& scope : scopes_) scope.cleared.store(number, std::memory_order_release);
  });
}

void MemoryEngine::disconnect() {
  for (const auto& shard : shards_) {
    while (!shard->erase_some()) std::this_thread::yield();
  }
}

MemoryStats MemoryEngine::stats() const {
  MemoryStats stats{.store = number_};
  for (const auto& shard : shards_) shard->add_to(stats);
  stats.tags = generations_.size();
  return stats;
}

Scope* MemoryEngine::find_scope(std::string_view prefix) const noexcept {
  KnownScope* each = newest_scope_.load(std::memory_order_acquire);
  while (each != nullptr && !same_text(each->prefix, prefix)) each = each->older;
  return each;
}

Scope& MemoryEngine::scope(std::string_view prefix) {
  if (Scope* const known = find_scope(prefix)) return *known;
  const std::lock_guard lock(scopes_mutex_);
  if (Scope* const known = find_scope(prefix)) return *known;
  KnownScope& added = scopes_.emplace_back(prefix, newest_scope_.load(std::memory_order_relaxed));
  newest_scope_.store(&added, std::memory_order_release);
  return added;
}

}  // namespace detail

std::shared_ptr<MemoryStore> memory(MemoryOptions options) {
  return std::make_shared<detail::MemoryEngine>(std::move(options));
}

}  // namespace tagcache
