#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace catalogue {

/// Counts how long things took, in buckets that are 1/32 of their value wide: any percentile is off by at most about
/// three in a hundred, and recording costs a few nanoseconds however many there are. Not thread-safe: one a thread,
/// added up.
class LatencyHistogram {
 public:
  void record(std::chrono::nanoseconds latency) noexcept;
  void add(const LatencyHistogram& other) noexcept;

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  /// The latency that `share` (0 to 1) of all stayed at or below; zero when nothing was recorded.
  [[nodiscard]] std::chrono::nanoseconds percentile(double share) const noexcept;

 private:
  static constexpr std::size_t steps_per_doubling = 32;
  static constexpr std::size_t doublings = 40;  ///< up to about half an hour; longer ones count as that

  std::array<std::uint64_t, steps_per_doubling * doublings> buckets_{};
  std::uint64_t count_ = 0;
};

}  // namespace catalogue
