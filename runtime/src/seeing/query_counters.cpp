#include "seeing/query_counters.hpp"

#include <algorithm>
#include <bit>
#include <thread>

namespace tagcache::detail {
namespace {

/// The first bucket whose limit is not exceeded: the number of bits of the microseconds, the last one not used up.
std::size_t bucket_of(std::chrono::nanoseconds took) {
  const auto nanoseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0));
  const std::uint64_t microseconds = (nanoseconds + 999) / 1000;
  const auto bits = static_cast<std::size_t>(std::bit_width(microseconds > 0 ? microseconds - 1 : 0));
  return std::min(bits, LoadTimes::buckets - 1);
}

}  // namespace

std::size_t counting_lines() noexcept {
  return std::bit_ceil(std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 64));
}

std::size_t QueryCounters::number_of_this_thread() noexcept {
  static std::atomic<std::size_t> threads = 0;
  static thread_local std::size_t number = 0;  // not yet numbered
  if (number == 0) number = threads.fetch_add(1, std::memory_order_relaxed) + 1;
  return number;
}

void QueryCounters::add_load(std::chrono::nanoseconds took) noexcept {
  load_times_[bucket_of(took)].fetch_add(1, std::memory_order_relaxed);
  load_nanoseconds_.fetch_add(took.count(), std::memory_order_relaxed);
}

void QueryCounters::add_warming(std::chrono::nanoseconds took) noexcept {
  add(Count::warmed);
  warm_nanoseconds_.fetch_add(took.count(), std::memory_order_relaxed);
}

std::uint64_t QueryCounters::read(std::size_t place) const noexcept {
  if (place >= own_counts) return shared_[place - own_counts].load(std::memory_order_relaxed);
  std::uint64_t sum = 0;
  for (const Line& line : lines_) sum += line.counts[place].load(std::memory_order_relaxed);
  return sum;
}

QueryStats QueryCounters::stats() const {
  QueryStats stats;
  stats.query = query_;
  for (std::size_t i = 0; i < counted_fields.size(); ++i) stats.*counted_fields[i] = read(i);
  for (std::size_t i = 0; i < missed_.size(); ++i) stats.missed[i] = missed_[i].load(std::memory_order_relaxed);
  for (std::size_t i = 0; i < load_times_.size(); ++i) {
    stats.load_times.counts[i] = load_times_[i].load(std::memory_order_relaxed);
  }
  stats.load_times.sum = std::chrono::nanoseconds(load_nanoseconds_.load(std::memory_order_relaxed));
  stats.warm_time = std::chrono::nanoseconds(warm_nanoseconds_.load(std::memory_order_relaxed));
  return stats;
}

void QueryCounters::reset() noexcept {
  const auto clear = [](auto& numbers) {
    for (auto& number : numbers) number.store(0, std::memory_order_relaxed);
  };
  for (Line& line : lines_) clear(line.counts);
  clear(shared_);
  clear(missed_);
  clear(load_times_);
  load_nanoseconds_.store(0, std::memory_order_relaxed);
  warm_nanoseconds_.store(0, std::memory_order_relaxed);
}

}  // namespace tagcache::detail
