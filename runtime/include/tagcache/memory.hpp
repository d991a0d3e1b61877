#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tagcache/entry.hpp>
#include <tagcache/store.hpp>
#include <utility>

namespace tagcache {

/// Why an entry left memory: what ended it first, as far as the store can tell. What was dead already when it was
/// replaced or evicted is counted as what it died of.
enum class RemovalCause : std::uint8_t {
  evicted,       ///< it lived, and the bound was reached
  expired,       ///< its ttl and grace were over, it idled away, or it was expired and had no grace
  invalidated,   ///< a tag of it was
  replaced,      ///< a later value came under its key, or one that may not be kept
  deleted,       ///< by `del`
  cleared,       ///< by `clear`
  disconnected,  ///< the store gave up what it held
};
inline constexpr std::size_t removal_causes = 7;
/// `evicted` and so on.
[[nodiscard]] std::string_view name(RemovalCause cause) noexcept;

/// An entry that has left a memory store. A view for the time of one call.
class Removal {
 public:
  Removal(const KeyView& key, const detail::EntryPointer& entry, RemovalCause cause) noexcept
      : key_(key), entry_(entry), cause_(cause) {}

  [[nodiscard]] RemovalCause cause() const noexcept { return cause_; }
  /// For people, see KeyView::text. Made when asked for.
  [[nodiscard]] std::string key() const { return key_.text(); }
  [[nodiscard]] const TagSet& tags() const noexcept { return entry_->tags; }
  /// The entry, when its value is a T. It may be kept.
  template <class T>
  [[nodiscard]] std::optional<Entry<T>> entry() const {
    return &entry_->type() == &detail::value_type<T> ? std::optional(Entry<T>(entry_)) : std::nullopt;
  }

 private:
  const KeyView& key_;
  const detail::EntryPointer& entry_;
  RemovalCause cause_;
};

using RemovalListener = std::function<void(const Removal&)>;

struct MemoryOptions {
  /// The most entries kept at one time; a new one beyond it evicts another: one that is dead (out of grace,
  /// invalidated, cleared) or, by how often and how lately it and its like were read, seems to be wanted least. Keys
  /// that were evicted are remembered for a while, as fingerprints, and have a say in that when they come back: up
  /// to 6.5 bytes for each entry that may be kept, as they are evicted (docs/decisions/022-eviction.md). Zero keeps
  /// nothing.
  std::size_t max_entries = 100'000;
  /// The most bytes that the entries take at one time; absent: no such bound. An entry costs its weight
  /// (QueryOptions::weight), the bytes of its key and tags, and a fixed part for the bookkeeping. The store is divided
  /// into parts of about 1 MiB at least, 16 at most: what costs more than a part holds, or 4 GiB, is not kept. A
  /// fortieth of the bound is put aside for what is remembered of tags, and at most another one for keys that were
  /// evicted.
  std::optional<std::uint64_t> max_bytes{};
  /// For so many entries the table of keys has its room from the beginning, 16 to 32 bytes for each, so that they come
  /// without its growing. More than `max_entries` are taken for these. Zero: it grows as they come, 2 KiB at a time.
  std::size_t reserve_entries = 0;
  /// Told of each entry that leaves, in the thread that made it leave and while no lock is held: it may use the cache.
  /// What it throws is lost. Nobody looks for dead entries: one leaves when it is replaced, deleted, or evicted, so
  /// this may be long after it ended. Not told of the entries that end with the store itself.
  RemovalListener on_removed = nullptr;
};

/// What a memory store holds, and what left it, since it was made. Parts of the store are counted one after the other
/// while others go on.
struct MemoryStats {
  /// Which store of this process it is: 1 for the one that was made first. What has the same number is about the same
  /// entries, whichever cache tells it, and must not be added up.
  std::uint64_t store = 0;
  std::uint64_t stored = 0;                             ///< entries that came: those that are there, and all removed
  std::size_t entries = 0;                              ///< dead ones that are still there included
  std::optional<std::uint64_t> bytes{};                 ///< what they cost; absent without MemoryOptions::max_bytes
  std::size_t tags = 0;                                 ///< tags that moved and are remembered
  std::array<std::uint64_t, removal_causes> removed{};  ///< indexed by cause; see `removed_by`

  [[nodiscard]] std::uint64_t removed_by(RemovalCause cause) const noexcept {
    return removed[static_cast<std::size_t>(cause)];
  }
};

/// A store in this process. Values are kept as they are, with no serialisation. The store may be shared by several
/// caches: caches with different prefixes have keys of their own and share tags.
///
/// A tag costs memory only in the entries that carry it. Beside these a store takes up to 160 KiB when it is made, and,
/// as tags are invalidated, 16 bytes at most for each entry that it may keep: as many tags are remembered. When more
/// move, the oldest are forgotten, which never revives an entry: one that nobody read since then may count as
/// invalidated.
class MemoryStore : public Store {
 public:
  [[nodiscard]] virtual MemoryStats stats() const = 0;

  /// Other bounds from now on, as in MemoryOptions. What is too much is evicted by the calling thread, in short steps
  /// that others read and write between; the new bounds hold when it returns. Parts of the store, and what is put aside
  /// for tags, stay as they were made: one that will grow had better be made large, and made smaller at once; one that
  /// becomes smaller than what is put aside, a fortieth of what it was made with, keeps nothing. Throws
  /// std::invalid_argument, and changes nothing, when there is a `max_bytes` and the store was made without, or the
  /// other way round.
  virtual void resize(std::size_t max_entries, std::optional<std::uint64_t> max_bytes = {}) = 0;
};

[[nodiscard]] std::shared_ptr<MemoryStore> memory(MemoryOptions options = {});

}  // namespace tagcache
