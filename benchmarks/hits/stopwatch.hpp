#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace measured {

/// Time in the smallest unit that is cheap to read: the counter of the processor where it is known to be steady enough,
/// else nanoseconds.
[[nodiscard]] inline std::uint64_t ticks() noexcept {
#if defined(__x86_64__)
  unsigned processor = 0;
  return __rdtscp(&processor);  // after all that stands before it
#else
  return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
#endif
}

/// Measured for 20 ms against the steady clock.
[[nodiscard]] inline double nanoseconds_a_tick() {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  const std::uint64_t first = ticks();
  while (Clock::now() - begin < std::chrono::milliseconds(20)) {
  }
  const std::chrono::duration<double, std::nano> passed = Clock::now() - begin;
  return passed.count() / static_cast<double>(ticks() - first);
}

/// What is measured between two readings with nothing between them: the median of many.
[[nodiscard]] inline std::uint64_t ticks_of_reading() {
  std::vector<std::uint64_t> taken(10'001);
  for (std::uint64_t& each : taken) {
    const std::uint64_t begin = ticks();
    each = ticks() - begin;
  }
  std::nth_element(taken.begin(), taken.begin() + 5'000, taken.end());
  return taken[5'000];
}

/// How often something took how long. Thirty-two steps to each doubling: a bucket is three per cent wide.
class Histogram {
 public:
  void add(std::uint64_t ticks) noexcept {
    ++counts_[bucket(ticks)];
    ++total_;
    longest_ = std::max(longest_, ticks);
  }
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }
  [[nodiscard]] std::uint64_t longest() const noexcept { return longest_; }
  /// So long at most took this share of all: the upper end of the bucket, and no more than the longest.
  [[nodiscard]] std::uint64_t within(double share) const noexcept {
    const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(total_));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (seen > wanted) return std::min(begin_of(i + 1), longest_);
    }
    return longest_;
  }

 private:
  static constexpr unsigned step_bits = 5;
  static std::size_t bucket(std::uint64_t ticks) noexcept {
    const auto bits = static_cast<unsigned>(std::bit_width(ticks));
    if (bits <= step_bits) return static_cast<std::size_t>(ticks);
    const unsigned shift = bits - step_bits - 1;
    return (static_cast<std::size_t>(shift) << step_bits) + static_cast<std::size_t>(ticks >> shift);
  }
  static std::uint64_t begin_of(std::size_t bucket) noexcept {
    const std::size_t shift = bucket >> step_bits;
    if (shift <= 1) return bucket;
    return static_cast<std::uint64_t>((bucket & 31U) + 32U) << (shift - 1);
  }

  std::array<std::uint64_t, 2'048> counts_{};
  std::uint64_t total_ = 0;
  std::uint64_t longest_ = 0;
};

}  // namespace measured
