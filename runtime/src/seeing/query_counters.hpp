#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tagcache/stats.hpp>
#include <vector>

#include "memory/pins.hpp"
#include "seeing/counted_fields.hpp"

namespace tagcache::detail {

/// How many threads at a time count without meeting others: 8 to 64, by what the machine runs at once.
[[nodiscard]] std::size_t counting_seats() noexcept;

/// The counters of one query. What a hit counts, and most of what a load does, is in lines of which each of the first
/// threads has two of its own, by its seat (see memory/pins.hpp), where counting is no more than adding one; the others
/// share two. Takes 128 bytes for each and half a KiB.
class QueryCounters {
 public:
  QueryCounters(std::string_view query, std::size_t seats) : query_(query), own_lines_(seats), lines_(seats + 1) {}

  [[nodiscard]] const std::string& query() const noexcept { return query_; }

  void add(Count count) noexcept {
    const auto place = static_cast<std::size_t>(count);
    if (place < own_counts) return add_to_line(place, 1);
    if (count == Count::kept) return add_to_line(place_of_kept, 1);
    shared_[place - own_counts].fetch_add(1, std::memory_order_relaxed);
  }
  void add(MissCause cause) noexcept {
    const std::size_t place = place_of(cause);
    if (place < place_of_load_times) return add_to_line(place, 1);
    missed_[static_cast<std::size_t>(cause)].fetch_add(1, std::memory_order_relaxed);
  }
  void add_load(std::chrono::nanoseconds took) noexcept;
  void add_warming(std::chrono::nanoseconds took) noexcept;

  [[nodiscard]] QueryStats stats() const;

  /// What is counted at the same time may be counted or lost.
  void reset() noexcept;

 private:
  using Number = std::atomic<std::uint64_t>;
  static constexpr std::size_t own_counts = static_cast<std::size_t>(Count::negative) + 1;

  // What a line has behind these.
  static constexpr std::size_t place_of_kept = own_counts;
  static constexpr std::size_t place_of_load_time = place_of_kept + 1;
  static constexpr std::array own_causes{MissCause::absent, MissCause::forced, MissCause::expired};
  // Short loads, up to 128 us: who waits longer has time for a line of all.
  static constexpr std::size_t place_of_load_times = place_of_load_time + 1 + own_causes.size();
  static constexpr std::size_t own_load_times = 8;
  static constexpr std::size_t places_of_line = place_of_load_times + own_load_times;

  struct alignas(64) Line {
    std::array<Number, places_of_line> counts{};
  };
  static_assert(sizeof(Line) == 128);

  /// `place_of_load_times` for those that are in no line.
  [[nodiscard]] static constexpr std::size_t place_of(MissCause cause) noexcept {
    std::size_t place = place_of_load_time + 1;
    for (const MissCause own : own_causes) {
      if (own == cause) break;
      ++place;
    }
    return place;
  }

  void add_to_line(std::size_t place, std::uint64_t amount) noexcept {
    if (const Seat* const seat = this_threads_seat; seat != nullptr && seat->number < own_lines_) {
      Number& number = lines_[seat->number].counts[place];  // nobody else writes it
      number.store(number.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    } else {
      lines_.back().counts[place].fetch_add(amount, std::memory_order_relaxed);
    }
  }

  /// Since the cache was made,
  [[nodiscard]] std::uint64_t sum_of_lines(std::size_t place) const noexcept;
  /// and since the counters were set back.
  [[nodiscard]] std::uint64_t read_lines(std::size_t place) const noexcept;
  [[nodiscard]] std::uint64_t read(Count count) const noexcept;
  [[nodiscard]] std::uint64_t read(MissCause cause) const noexcept;

  const std::string query_;
  const std::size_t own_lines_;
  std::vector<Line> lines_;                        ///< the last is of those who have none of their own
  std::array<Number, places_of_line> set_back_{};  ///< what was counted when they were set back
  alignas(64) std::array<Number, counted_fields.size() - own_counts> shared_{};
  std::array<Number, miss_causes> missed_{};
  std::array<Number, LoadTimes::buckets> load_times_{};
  std::atomic<std::int64_t> warm_nanoseconds_ = 0;
};

}  // namespace tagcache::detail
