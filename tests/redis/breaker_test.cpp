// When a connection is tried again, without a connection and without time that passes.
#include "breaker.hpp"

#include <memory>
#include <tagcache/testing/manual_randomness.hpp>
#include <vector>

#include "catch.hpp"

using namespace tagcache;
using namespace tagcache::detail::redis;
using namespace std::chrono_literals;
using State = Breaker::State;

namespace {

constexpr PauseLimits limits{.first = 100ms, .most = 1s};
const TimePoint start{};

Breaker breaker(double chance = 0) {
  const auto randomness = std::make_shared<testing::ManualRandomness>();
  randomness->set(chance);
  return {limits, randomness};
}

}  // namespace

TEST_CASE("pauses grow up to the longest") {
  Breaker one = breaker();
  CHECK(one.state() == State::first_try);
  std::vector<Duration> pauses;
  for (int i = 0; i < 6; ++i) {
    pauses.push_back(one.failed());
    CHECK(one.state() == State::resting);
    one.try_again();
    CHECK(one.state() == State::trying);
  }
  CHECK(pauses == std::vector<Duration>{100ms, 200ms, 400ms, 800ms, 1s, 1s});
  for (int i = 0; i < 100; ++i) CHECK(one.failed() == 1s);
}

TEST_CASE("chance takes up to half of a pause away") {
  CHECK(breaker(0.5).failed() == 75ms);
  CHECK(breaker(0.999).failed() == 51ms);
}

TEST_CASE("a connection that was good is tried again at once, and callers wait for it") {
  Breaker one = breaker();
  one.succeeded(start);
  CHECK(one.state() == State::up);
  CHECK(one.lost(start + 1h, Breaker::Loss::ended) == 0ms);
  CHECK(one.state() == State::first_try);
  CHECK(one.failed() == 200ms);
  CHECK(one.state() == State::resting);
}

TEST_CASE("nobody waits for a server that hung") {
  Breaker one = breaker();
  one.succeeded(start);
  CHECK(one.lost(start + 1h, Breaker::Loss::hung) == 0ms);
  CHECK(one.state() == State::trying);
}

TEST_CASE("a server that greets and ends again and again is as bad as none") {
  Breaker one = breaker();
  one.succeeded(start);
  CHECK(one.lost(start + 1ms, Breaker::Loss::ended) == 0ms);
  one.succeeded(start + 2ms);
  CHECK(one.lost(start + 3ms, Breaker::Loss::ended) == 200ms);
  CHECK(one.state() == State::resting);
  one.try_again();
  one.succeeded(start + 4ms);
  CHECK(one.lost(start + 5ms, Breaker::Loss::hung) == 400ms);
  one.try_again();
  one.succeeded(start + 1h);
  CHECK(one.lost(start + 2h, Breaker::Loss::ended) == 0ms);
  CHECK(one.failed() == 200ms);
}
