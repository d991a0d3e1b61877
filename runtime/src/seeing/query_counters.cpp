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

std::size_t counting_seats() noexcept {
  return std::clamp<std::size_t>(std::size_t{2} * std::thread::hardware_concurrency(), 8, 64);
}

void QueryCounters::add_load(std::chrono::nanoseconds took) noexcept {
  const std::size_t bucket = bucket_of(took);
  if (bucket < own_load_times) {
    add_to_line(place_of_load_times + bucket, 1);
  } else {
    load_times_[bucket].fetch_add(1, std::memory_order_relaxed);
  }
  add_to_line(place_of_load_time, static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0)));
}

void QueryCounters::add_warming(std::chrono::nanoseconds took) noexcept {
  add(Count::warmed);
  warm_nanoseconds_.fetch_add(took.count(), std::memory_order_relaxed);
}

std::uint64_t QueryCounters::read_lines(std::size_t place) const noexcept {
  const std::uint64_t before = set_back_[place].load(std::memory_order_relaxed);
  return std::max(sum_of_lines(place), before) - before;  // others may set them back meanwhile
}

std::uint64_t QueryCounters::read(Count count) const noexcept {
  const auto place = static_cast<std::size_t>(count);
  if (place < own_counts) return read_lines(place);
  if (count == Count::kept) return read_lines(place_of_kept);
  return shared_[place - own_counts].load(std::memory_order_relaxed);
}

std::uint64_t QueryCounters::read(MissCause cause) const noexcept {
  const std::size_t place = place_of(cause);
  if (place < place_of_load_times) return read_lines(place);
  return missed_[static_cast<std::size_t>(cause)].load(std::memory_order_relaxed);
}

std::uint64_t QueryCounters::sum_of_lines(std::size_t place) const noexcept {
  std::uint64_t sum = 0;
  for (const Line& line : lines_) sum += line.counts[place].load(std::memory_order_relaxed);
  return sum;
}

QueryStats QueryCounters::stats() const {
  QueryStats stats;
  stats.query = query_;
  for (std::size_t i = 0; i < counted_fields.size(); ++i) stats.*counted_fields[i] = read(static_cast<Count>(i));
  for (std::size_t i = 0; i < missed_.size(); ++i) stats.missed[i] = read(static_cast<MissCause>(i));
  for (std::size_t i = 0; i < load_times_.size(); ++i) {
    const bool is_own = i < own_load_times;
    stats.load_times.counts[i] =
        is_own ? read_lines(place_of_load_times + i) : load_times_[i].load(std::memory_order_relaxed);
  }
  stats.load_times.sum = std::chrono::nanoseconds(read_lines(place_of_load_time));
  stats.warm_time = std::chrono::nanoseconds(warm_nanoseconds_.load(std::memory_order_relaxed));
  return stats;
}

void QueryCounters::reset() noexcept {
  const auto clear = [](auto& numbers) {
    for (auto& number : numbers) number.store(0, std::memory_order_relaxed);
  };
  for (std::size_t place = 0; place < places_of_line; ++place) {
    set_back_[place].store(sum_of_lines(place), std::memory_order_relaxed);
  }
  clear(shared_);
  clear(missed_);
  clear(load_times_);
  warm_nanoseconds_.store(0, std::memory_order_relaxed);
}

}  // namespace tagcache::detail
