#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <tagcache/clock.hpp>

#include "memory/place.hpp"

namespace tagcache::detail {

/// Entries by when they end, so that one that has ended is found without looking at those that have not.
///
/// Time is counted in ticks of 67 ms, whose digits are of five bits. An entry stands in a list for the highest digit in
/// which its end differs from now, and moves to one for a lower digit when that digit is reached: three times in an
/// hour's life, and a few entries at a time. So all is done in a bounded number of steps, at 20 bytes an entry and less
/// than 2 KiB in all. Wheels of this kind are those of Varghese and Lauck (1987), the order is that of a radix heap
/// (Ahuja and others, 1990).
///
/// Knows nothing of what ends an entry before its time, or lets it live on: who asks looks, and may put it back.
class Deadlines {
 public:
  Deadlines() = default;
  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;

  /// One that ends at this time, or never: TimePoint::max().
  void put(Place& place, TimePoint end, TimePoint now) noexcept;

  /// One that `next_ended` gave, and that lives on.
  void put_back(Place& place, TimePoint end, TimePoint now) noexcept;

  void remove(Place& place) noexcept;

  /// One whose tick of the end has come; it stays where it is. Null when there is none, and now and then when many are
  /// to be moved first: then a few were.
  [[nodiscard]] Place* next_ended(TimePoint now) noexcept;

 private:
  using Ticks = std::uint32_t;
  static constexpr unsigned bits = 5;
  static constexpr std::size_t values = std::size_t{1} << bits;  ///< of a digit
  static constexpr std::size_t levels = (32 + bits - 1) / bits;

  struct Level {
    std::array<Place*, values> lists{};
    std::uint32_t used = 0;  ///< a bit for each list that may have entries
  };

  [[nodiscard]] Ticks ticks(TimePoint time) const noexcept;
  void file(Place& place, Ticks end) noexcept;
  static void link(Place& place, Place*& list) noexcept;
  /// Goes on to the next list that has entries and begins at `now` or before, whose entries are then due.
  [[nodiscard]] bool advance(Ticks now) noexcept;

  TimePoint begin_ = TimePoint::max();
  Ticks now_ = 0;
  Place* due_ = nullptr;  ///< have ended, or are to be moved
  std::array<Level, levels> levels_;
};

}  // namespace tagcache::detail
