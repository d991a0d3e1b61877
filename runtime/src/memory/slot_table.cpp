#include "memory/slot_table.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <tagcache/hash.hpp>
#include <utility>

#include "memory/in_pieces.hpp"

namespace tagcache::detail {
namespace {

using Marks = std::uint64_t;

constexpr std::size_t cells = 7;        ///< of a bucket
constexpr std::size_t buckets = 32;     ///< of a segment
constexpr std::size_t most_used = 192;  ///< of its 224 cells: where one more begins to need many looks
constexpr unsigned deepest = 24;        ///< beyond it the bits of the directory would be those of the bucket
constexpr Marks passed_by_one = Marks{1} << 56U;

/// The high bit of each of the seven marks that equals `mark`; perhaps also of others above the first such one.
constexpr Marks equal_marks(Marks marks, Marks mark) noexcept {
  constexpr Marks ones = 0x0101'0101'0101'0101;
  constexpr Marks highs_of_cells = 0x0080'8080'8080'8080;
  const Marks differences = marks ^ (ones * mark);
  return (differences - ones) & ~differences & highs_of_cells;
}

constexpr std::size_t first_of(Marks highs) noexcept { return static_cast<std::size_t>(std::countr_zero(highs)) / 8; }
constexpr Marks at_cell(std::size_t cell, Marks mark) noexcept { return mark << (8 * cell); }

enum class Seen { it, another, gone };

/// Whether the slot that was seen in a cell is that of a key. Pinned then; else the pin says nothing any more.
inline Seen pin_if_it(const Slot& slot, const std::atomic<Slot*>& cell, const KeyView& key, Pin& pin) noexcept {
  Slot::ask_for_value(&slot, key.type());
  pin.what.store(&slot.entry, std::memory_order_release);  // of what it said before, too
  // Either it is still there, or who frees it sees the pin: the barrier is made over there.
  std::atomic_signal_fence(std::memory_order_seq_cst);
  const bool is_there = cell.load(std::memory_order_acquire) == &slot;
  if (is_there && slot.is_of(key)) return Seen::it;
  pin.what.store(nullptr, std::memory_order_release);
  return is_there ? Seen::another : Seen::gone;
}

}  // namespace

/// What the bits of a hash are good for. The shard was chosen by some of them: multiplied, all of them count.
struct SlotTable::Spread {
  explicit Spread(std::uint64_t hash) noexcept
      : bits(spread(hash)), bucket((bits >> 35U) % buckets), mark(std::max<Marks>((bits >> 27U) & 0xFFU, 1)) {}

  /// The first so many bits, for the directory.
  [[nodiscard]] std::size_t first(unsigned count) const noexcept {
    return count == 0 ? 0 : static_cast<std::size_t>(bits >> (64U - count));
  }

  std::uint64_t bits;
  std::size_t bucket;
  Marks mark;  ///< not zero
};

/// A line: a byte of the hash for each slot, zero for none, and how many slots had to pass on to a later bucket.
struct alignas(64) SlotTable::Bucket {
  [[nodiscard]] static bool was_passed(Marks known) noexcept { return known >= passed_by_one; }

  std::atomic<Marks> marks = 0;
  std::array<std::atomic<Slot*>, cells> slots{};
};

struct SlotTable::Segment : InPieces {
  explicit Segment(unsigned its_depth) noexcept : depth(its_depth) {}

  /// Calls `visit` with each cell where a slot of this spread may be, until it returns true.
  template <class Visit>
  bool look(const Spread& spread, const Visit& visit) {
    for (std::size_t i = 0; i < buckets; ++i) {
      Bucket& bucket = lines[(spread.bucket + i) % buckets];
      const Marks marks = bucket.marks.load(std::memory_order_acquire);
      for (Marks hits = equal_marks(marks, spread.mark); hits != 0; hits &= hits - 1) {
        if (visit(bucket, first_of(hits))) return true;
      }
      if (!Bucket::was_passed(marks)) return false;
    }
    return false;
  }

  [[nodiscard]] bool is_full() const noexcept { return used >= most_used; }

  /// It is not full.
  void place(Slot& slot, const Spread& spread) noexcept {
    std::size_t passed = 0;
    while (equal_marks(line(spread, passed).marks.load(std::memory_order_relaxed), 0) == 0) ++passed;
    Bucket& bucket = line(spread, passed);
    const Marks marks = bucket.marks.load(std::memory_order_relaxed);
    const std::size_t cell = first_of(equal_marks(marks, 0));
    // Readers must be able to come as far before there is something to find.
    pass(spread, passed, passed_by_one);
    bucket.slots[cell].store(&slot, std::memory_order_release);
    bucket.marks.store(marks | at_cell(cell, spread.mark), std::memory_order_release);
    ++used;
  }

  [[nodiscard]] bool erase(Slot& slot, const Spread& spread) noexcept {
    return look(spread, [&](Bucket& bucket, std::size_t cell) {
      if (bucket.slots[cell].load(std::memory_order_relaxed) != &slot) return false;
      const Marks marks = bucket.marks.load(std::memory_order_relaxed);
      bucket.marks.store(marks & ~at_cell(cell, 0xFF), std::memory_order_release);
      bucket.slots[cell].store(nullptr, std::memory_order_release);
      const auto home = static_cast<std::ptrdiff_t>(spread.bucket);
      const auto found = &bucket - lines.data();
      pass(spread, static_cast<std::size_t>(found - home) % buckets, Marks{0} - passed_by_one);
      --used;
      return true;
    });
  }

  template <class Visit>
  void for_each(const Visit& visit) {
    for (Bucket& bucket : lines) {
      for (auto& cell : bucket.slots) {
        if (Slot* const slot = cell.load(std::memory_order_relaxed)) visit(*slot);
      }
    }
  }

  std::array<Bucket, buckets> lines;
  unsigned depth;  ///< how many bits all its slots have in common
  std::size_t used = 0;
  std::atomic<Segment*> next = nullptr;  ///< for hashes that no bits tell apart

 private:
  [[nodiscard]] Bucket& line(const Spread& spread, std::size_t passed) noexcept {
    return lines[(spread.bucket + passed) % buckets];
  }
  void pass(const Spread& spread, std::size_t count, Marks by) noexcept {
    for (std::size_t i = 0; i < count; ++i) {
      std::atomic<Marks>& marks = line(spread, i).marks;
      marks.store(marks.load(std::memory_order_relaxed) + by, std::memory_order_release);
    }
  }
};

struct SlotTable::Directory {
  explicit Directory(unsigned its_depth)
      : depth(its_depth), segments(std::make_unique<std::atomic<Segment*>[]>(std::size_t{1} << its_depth)) {}

  const unsigned depth;
  const std::unique_ptr<std::atomic<Segment*>[]> segments;  // NOLINT(*-avoid-c-arrays): atomics do not move
};

SlotTable::SlotTable() {
  directories_.push_back(std::make_unique<Directory>(0));
  directories_.back()->segments[0] = &add_segment(0);
  directory_ = directories_.back().get();
}

SlotTable::~SlotTable() = default;

inline SlotTable::Segment& SlotTable::segment(const Spread& spread) const noexcept {
  const Directory& directory = *directory_.load(std::memory_order_acquire);
  return *directory.segments[spread.first(directory.depth)].load(std::memory_order_acquire);
}

Pinned SlotTable::look_up(const KeyView& key) const noexcept {
  Pin* const pin = free_pin();
  if (pin == nullptr) return {};
  const Spread spread(key.hash());
  // Mostly it is the first that looks like it.
  const Bucket& home = segment(spread).lines[spread.bucket];
  if (const Marks hits = equal_marks(home.marks.load(std::memory_order_acquire), spread.mark)) {
    const std::atomic<Slot*>& cell = home.slots[first_of(hits)];
    Slot* const slot = cell.load(std::memory_order_acquire);
    if (slot != nullptr && pin_if_it(*slot, cell, key, *pin) == Seen::it) return {slot, pin};
  }
  return look_everywhere(key, spread, *pin);
}

Pinned SlotTable::look_everywhere(const KeyView& key, const Spread& spread, Pin& pin) const noexcept {
  const std::uint64_t moves = moves_.load(std::memory_order_acquire);
  Slot* found = nullptr;
  const auto pin_it = [&](Bucket& bucket, std::size_t number) {
    const std::atomic<Slot*>& cell = bucket.slots[number];
    while (Slot* const slot = cell.load(std::memory_order_acquire)) {
      const Seen seen = pin_if_it(*slot, cell, key, pin);
      if (seen == Seen::it) found = slot;
      if (seen != Seen::gone) return seen == Seen::it;
    }
    return false;
  };
  Segment* each = &segment(spread);
  while (each != nullptr && !each->look(spread, pin_it)) each = each->next.load(std::memory_order_acquire);
  // The pin may have said what it does not say any more. Not before: values that end here may read, and would find it
  // free.
  free_if_awaited(pin);
  if (found != nullptr) return {found, &pin};
  const bool is_sure = moves % 2 == 0 && moves_.load(std::memory_order_relaxed) == moves;
  return {nullptr, is_sure ? &pin : nullptr};
}

Slot* SlotTable::find_locked(const KeyView& key) const noexcept {
  const Spread spread(key.hash());
  Slot* found = nullptr;
  const auto is_it = [&](Bucket& bucket, std::size_t cell) {
    found = bucket.slots[cell].load(std::memory_order_relaxed);
    return found != nullptr && found->is_of(key);
  };
  for (Segment* each = &segment(spread); each != nullptr; each = each->next.load(std::memory_order_relaxed)) {
    if (each->look(spread, is_it)) return found;
  }
  return nullptr;
}

void SlotTable::insert(Slot& slot) noexcept {
  const Spread spread(slot.hash);
  Segment* place = &segment(spread);
  while (place->is_full()) place = place->next.load(std::memory_order_relaxed);
  place->place(slot, spread);
  ++size_;
}

void SlotTable::replace(Slot& before, Slot& after) noexcept {
  const Spread spread(before.hash);
  const auto put_in = [&](Bucket& bucket, std::size_t cell) {
    if (bucket.slots[cell].load(std::memory_order_relaxed) != &before) return false;
    bucket.slots[cell].store(&after, std::memory_order_release);
    return true;
  };
  Segment* each = &segment(spread);
  while (!each->look(spread, put_in)) each = each->next.load(std::memory_order_relaxed);
}

void SlotTable::erase(Slot& slot) noexcept {
  const Spread spread(slot.hash);
  Segment* each = &segment(spread);
  while (!each->erase(slot, spread)) each = each->next.load(std::memory_order_relaxed);
  --size_;
}

/// Where hashes are spread well, segments are far less deep. Many equal ones would double the directory for nothing.
unsigned SlotTable::most_depth() const noexcept {
  return std::min(deepest, static_cast<unsigned>(std::bit_width(size_ / 32)) + 3);
}

void SlotTable::reserve(std::size_t slots) {
  // So many in each on average: that chance fills one of them takes five deviations.
  constexpr std::size_t mean = most_used * 2 / 3;
  unsigned depth = 0;
  while (depth < deepest && (mean << depth) < slots) ++depth;
  if (depth == 0) return;
  auto directory = std::make_unique<Directory>(depth);
  const std::size_t count = std::size_t{1} << depth;
  segments_.reserve(count);
  segments_.front()->depth = depth;
  directory->segments[0].store(segments_.front().get(), std::memory_order_relaxed);
  for (std::size_t i = 1; i < count; ++i) {
    directory->segments[i].store(&add_segment(depth), std::memory_order_relaxed);
  }
  directories_.push_back(std::move(directory));
  directory_.store(directories_.back().get(), std::memory_order_release);
}

void SlotTable::make_room(std::uint64_t hash) {
  const Spread spread(hash);
  for (;;) {
    Segment& first = segment(spread);
    Segment* last = &first;
    while (last->is_full() && last->next.load(std::memory_order_relaxed) != nullptr) last = last->next;
    if (!last->is_full()) return;
    if (first.depth < most_depth()) {
      split(first, spread);
    } else {
      last->next.store(&add_segment(first.depth), std::memory_order_release);
    }
  }
}

SlotTable::Segment& SlotTable::add_segment(unsigned depth) {
  segments_.push_back(std::make_unique<Segment>(depth));
  return *segments_.back();
}

void SlotTable::double_directory() {
  const Directory& small = *directories_.back();
  auto large = std::make_unique<Directory>(small.depth + 1);
  for (std::size_t i = 0; i < std::size_t{2} << small.depth; ++i) {
    large->segments[i].store(small.segments[i / 2].load(std::memory_order_relaxed), std::memory_order_relaxed);
  }
  directories_.push_back(std::move(large));
  directory_.store(directories_.back().get(), std::memory_order_release);
}

/// Those whose next bit is one move into a new segment. They are found in both while they do.
void SlotTable::split(Segment& full, const Spread& spread) {
  if (full.depth == directories_.back()->depth) double_directory();
  const unsigned depth = full.depth + 1;
  Segment& other = add_segment(depth);
  Segment* last = &other;
  for (Segment* each = full.next; each != nullptr; each = each->next) last = last->next = &add_segment(depth);

  const auto moves = [depth](const Slot& slot) { return Spread(slot.hash).first(depth) % 2 == 1; };
  moves_.fetch_add(1, std::memory_order_acq_rel);
  Segment* to = &other;
  for (Segment* each = &full; each != nullptr; each = each->next) {
    each->for_each([&](Slot& slot) {
      if (!moves(slot)) return;
      if (to->is_full()) to = to->next;
      to->place(slot, Spread(slot.hash));
    });
  }
  const Directory& directory = *directories_.back();
  const std::size_t width = std::size_t{1} << (directory.depth - depth);
  const std::size_t first = (spread.first(depth) | 1U) * width;
  for (std::size_t i = first; i < first + width; ++i) directory.segments[i].store(&other, std::memory_order_release);
  for (Segment* each = &full; each != nullptr; each = each->next) {
    each->depth = depth;
    each->for_each([&](Slot& slot) {
      if (moves(slot)) static_cast<void>(each->erase(slot, Spread(slot.hash)));
    });
  }
  moves_.fetch_add(1, std::memory_order_release);
}

}  // namespace tagcache::detail
