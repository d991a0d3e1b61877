#include "workload/latency_histogram.hpp"

#include "catch.hpp"

using catalogue::LatencyHistogram;
using std::chrono::nanoseconds;

TEST_CASE("percentiles are right to three in a hundred", "[packages]") {
  LatencyHistogram histogram;
  for (int value = 1; value <= 100'000; ++value) histogram.record(nanoseconds(value));
  CHECK(histogram.count() == 100'000);
  for (const int percent : {1, 50, 90, 99, 100}) {
    const auto expected = static_cast<double>(percent) * 1'000;
    const auto found = static_cast<double>(histogram.percentile(percent / 100.0).count());
    INFO(percent << " %: " << found);
    CHECK(found >= expected);
    CHECK(found <= expected * 1.033);
  }
}

TEST_CASE("small latencies are exact, huge and negative ones counted", "[packages]") {
  LatencyHistogram histogram;
  CHECK(histogram.percentile(0.5) == nanoseconds(0));
  histogram.record(nanoseconds(7));
  CHECK(histogram.percentile(0.5) == nanoseconds(7));
  histogram.record(nanoseconds(-1));
  histogram.record(std::chrono::hours(24 * 365));
  CHECK(histogram.count() == 3);
  CHECK(histogram.percentile(0.01) == nanoseconds(0));
  CHECK(histogram.percentile(1) > std::chrono::minutes(10));
}

TEST_CASE("histograms of several threads add up", "[packages]") {
  LatencyHistogram first;
  LatencyHistogram second;
  for (int count = 0; count < 90; ++count) first.record(nanoseconds(10));
  for (int count = 0; count < 10; ++count) second.record(nanoseconds(20));
  first.add(second);
  CHECK(first.count() == 100);
  CHECK(first.percentile(0.90) == nanoseconds(10));
  CHECK(first.percentile(0.91) == nanoseconds(20));
}
