#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "memory/pins.hpp"
#include "memory/slot.hpp"

namespace tagcache::detail {

/// The slots of a shard by their keys. Readers take no lock and write nothing but a pin; who changes it holds the lock
/// of the shard.
///
/// Extendible hashing (Fagin and others, 1979): a directory of segments, of which a full one is split in two, so that
/// growing never moves more than one segment. A segment is a table of its own with buckets of a cache line: seven slots
/// and a byte of the hash of each, so that a look-up touches one line beside the slot itself. Segments, and directories
/// that have become too small, stay until the table ends: a reader may still look at them. It does not own the slots.
class SlotTable {
 public:
  SlotTable();
  ~SlotTable();
  SlotTable(const SlotTable&) = delete;
  SlotTable& operator=(const SlotTable&) = delete;

  /// What is under a key. That cannot always be told without the lock: while slots move, or when this thread has no
  /// pin.
  [[nodiscard]] Pinned look_up(const KeyView& key) const noexcept;

  /// Under the lock: null when there is none.
  [[nodiscard]] Slot* find_locked(const KeyView& key) const noexcept;

  /// Before anything is inserted: makes room for so many slots at once.
  void reserve(std::size_t slots);

  /// Before a slot with this hash is inserted. When there is no memory for it, it throws and has done nothing.
  void make_room(std::uint64_t hash);
  void insert(Slot& slot) noexcept;
  /// A reader finds the one or the other.
  void replace(Slot& before, Slot& after) noexcept;
  void erase(Slot& slot) noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  struct Spread;
  struct Bucket;
  struct Segment;
  struct Directory;

  [[nodiscard]] Segment& segment(const Spread& spread) const noexcept;
  /// `pin` says nothing yet.
  [[nodiscard]] Pinned look_everywhere(const KeyView& key, const Spread& spread, Pin& pin) const noexcept;
  [[nodiscard]] unsigned most_depth() const noexcept;
  [[nodiscard]] Segment& add_segment(unsigned depth);
  void split(Segment& full, const Spread& spread);
  void double_directory();

  // What readers look at is apart from what writers change each time.
  alignas(64) std::atomic<Directory*> directory_ = nullptr;
  std::atomic<std::uint64_t> moves_ = 0;  ///< odd while slots move
  alignas(64) std::size_t size_ = 0;
  std::vector<std::unique_ptr<Directory>> directories_;
  std::vector<std::unique_ptr<Segment>> segments_;
};

}  // namespace tagcache::detail
