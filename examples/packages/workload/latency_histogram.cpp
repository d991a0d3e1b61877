#include "workload/latency_histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace catalogue {
namespace {

/// Buckets 0 to 31 hold one value each; from there on, each doubling is cut into 32.
constexpr unsigned step_bits = 5;

std::size_t bucket_of(std::uint64_t value) {
  if (value < (1U << step_bits)) return value;
  const auto shift = static_cast<unsigned>(std::bit_width(value)) - 1 - step_bits;
  return ((static_cast<std::size_t>(shift) + 1) << step_bits) + ((value >> shift) & ((1U << step_bits) - 1));
}

std::uint64_t largest_in(std::size_t bucket) {
  if (bucket < (1U << step_bits)) return bucket;
  const std::size_t shift = (bucket >> step_bits) - 1;
  const std::uint64_t step = bucket & ((1U << step_bits) - 1);
  return (((1U << step_bits) + step + 1) << shift) - 1;
}

}  // namespace

void LatencyHistogram::record(std::chrono::nanoseconds latency) noexcept {
  const auto value = static_cast<std::uint64_t>(std::max<std::chrono::nanoseconds::rep>(latency.count(), 0));
  ++buckets_[std::min(bucket_of(value), buckets_.size() - 1)];
  ++count_;
}

void LatencyHistogram::add(const LatencyHistogram& other) noexcept {
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) buckets_[bucket] += other.buckets_[bucket];
  count_ += other.count_;
}

std::chrono::nanoseconds LatencyHistogram::percentile(double share) const noexcept {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (seen >= wanted && seen > 0) return std::chrono::nanoseconds(largest_in(bucket));
  }
  return std::chrono::nanoseconds(0);
}

}  // namespace catalogue
