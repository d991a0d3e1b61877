#include <numeric>
#include <tagcache/stats.hpp>

#include "seeing/counted_fields.hpp"

namespace tagcache {
namespace {

template <class Numbers>
std::uint64_t sum_of(const Numbers& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), std::uint64_t{0});
}

std::chrono::nanoseconds mean(std::chrono::nanoseconds sum, std::uint64_t count) {
  return count == 0 ? std::chrono::nanoseconds::zero() : sum / static_cast<std::int64_t>(count);
}

}  // namespace

std::optional<std::chrono::microseconds> LoadTimes::limit(std::size_t bucket) noexcept {
  if (bucket + 1 >= buckets) return std::nullopt;
  return std::chrono::microseconds(std::int64_t{1} << bucket);
}

std::uint64_t LoadTimes::count() const noexcept { return sum_of(counts); }

std::chrono::nanoseconds LoadTimes::average() const noexcept { return mean(sum, count()); }

LoadTimes& LoadTimes::operator+=(const LoadTimes& other) noexcept {
  for (std::size_t i = 0; i < buckets; ++i) counts[i] += other.counts[i];
  sum += other.sum;
  return *this;
}

std::uint64_t QueryStats::misses() const noexcept { return sum_of(missed); }

double QueryStats::hit_ratio() const noexcept {
  const std::uint64_t all = reads();
  return all == 0 ? 0 : static_cast<double>(hits + stale) / static_cast<double>(all);
}

std::chrono::nanoseconds QueryStats::average_warm_time() const noexcept { return mean(warm_time, warmed); }

QueryStats& QueryStats::operator+=(const QueryStats& other) noexcept {
  for (const auto field : detail::counted_fields) this->*field += other.*field;
  for (std::size_t i = 0; i < missed.size(); ++i) missed[i] += other.missed[i];
  load_times += other.load_times;
  warm_time += other.warm_time;
  return *this;
}

QueryStats Stats::total() const {
  QueryStats total;
  total.query = "total";
  for (const QueryStats& query : queries) total += query;
  return total;
}

std::uint64_t Stats::invalidations() const noexcept {
  std::uint64_t all = 0;
  for (const TagStats& tag : tags) all += tag.prefix + tag.exact;
  return all;
}

}  // namespace tagcache
