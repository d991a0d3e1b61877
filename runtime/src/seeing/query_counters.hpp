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

#include "seeing/counted_fields.hpp"

namespace tagcache::detail {

/// How many threads of this machine count without meeting: a power of two, 64 at most.
[[nodiscard]] std::size_t counting_lines() noexcept;

/// The counters of one query. What a hit counts is in lines of which each thread uses one, so that a hit writes no
/// cache line that a thread on another core writes; the rest costs little beside a load. Takes 64 bytes a line, a line
/// for each hardware thread, and half a KiB.
class QueryCounters {
 public:
  /// `lines` is a power of two.
  QueryCounters(std::string_view query, std::size_t lines) : query_(query), lines_(lines) {}

  [[nodiscard]] const std::string& query() const noexcept { return query_; }

  void add(Count count) noexcept {
    const auto place = static_cast<std::size_t>(count);
    auto& number = place < own_counts ? lines_[line_of_this_thread()].counts[place] : shared_[place - own_counts];
    number.fetch_add(1, std::memory_order_relaxed);
  }
  void add(MissCause cause) noexcept {
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

  struct alignas(64) Line {
    std::array<Number, own_counts> counts{};
  };

  [[nodiscard]] std::size_t line_of_this_thread() const noexcept {
    return number_of_this_thread() & (lines_.size() - 1);
  }
  [[nodiscard]] static std::size_t number_of_this_thread() noexcept;
  [[nodiscard]] std::uint64_t read(std::size_t place) const noexcept;

  const std::string query_;
  std::vector<Line> lines_;
  alignas(64) std::array<Number, counted_fields.size() - own_counts> shared_{};
  std::array<Number, miss_causes> missed_{};
  std::array<Number, LoadTimes::buckets> load_times_{};
  std::atomic<std::int64_t> load_nanoseconds_ = 0;
  std::atomic<std::int64_t> warm_nanoseconds_ = 0;
};

}  // namespace tagcache::detail
