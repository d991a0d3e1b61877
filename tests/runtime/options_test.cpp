#include <limits>
#include <stdexcept>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Consistency;
using tagcache::QueryOptions;
using tagcache::RefreshAhead;

namespace {

/// As generated code declares the options of a query.
constexpr QueryOptions all{.ttl = std::chrono::minutes(5),
                           .grace = std::chrono::seconds(1),
                           .negative_ttl = std::chrono::seconds(2),
                           .error_ttl = std::chrono::seconds(3),
                           .idle_ttl = std::chrono::hours(4),
                           .memory_ttl = std::chrono::seconds(4),
                           .jitter = 0.1,
                           .refresh_ahead = RefreshAhead::probabilistic,
                           .soft_timeout = std::chrono::milliseconds(5),
                           .hard_timeout = std::chrono::milliseconds(6),
                           .on_invalidate = tagcache::OnInvalidate::serve_stale,
                           .consistency = Consistency::strict,
                           .single_flight = false,
                           .lease = 4s,
                           .verify = 0.01,
                           .weight = 2'048,
                           .layers = tagcache::Layers::memory};

std::string refusal(const QueryOptions& options) {
  World world;
  try {
    world.cache.set("key1", 1, {}, options);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "none";
}

}  // namespace

TEST_CASE("what is absent is filled, what is given stays") {
  const QueryOptions filled = tagcache::filled(QueryOptions{}, all);
  CHECK(filled.ttl == 5min);
  CHECK(filled.grace == 1s);
  CHECK(filled.negative_ttl == 2s);
  CHECK(filled.error_ttl == 3s);
  CHECK(filled.idle_ttl == 4h);
  CHECK(filled.memory_ttl == 4s);
  CHECK(filled.jitter == 0.1);
  CHECK((filled.refresh_ahead == RefreshAhead::probabilistic));
  CHECK(filled.soft_timeout == 5ms);
  CHECK(filled.hard_timeout == 6ms);
  CHECK((filled.on_invalidate == tagcache::OnInvalidate::serve_stale));
  CHECK((filled.consistency == Consistency::strict));
  CHECK(filled.single_flight == false);
  CHECK(filled.lease == 4s);
  CHECK(filled.verify == 0.01);
  CHECK(filled.weight == 2'048U);
  CHECK((filled.layers == tagcache::Layers::memory));

  const QueryOptions given{
      .ttl = 0ms, .refresh_ahead = std::chrono::seconds(7), .consistency = std::chrono::minutes(1)};
  const QueryOptions kept = tagcache::filled(given, all);
  CHECK(kept.ttl == 0ms);
  CHECK(kept.grace == 1s);
  CHECK(kept.refresh_ahead->before() == 7s);
  CHECK(kept.consistency->staleness() == 1min);
}

TEST_CASE("a cache made by hand fills what it leaves open from another's options") {
  const World world;
  const tagcache::CacheOptions filled =
      tagcache::filled({.defaults = {.grace = 1min}, .executor = nullptr}, world.options("other"));
  CHECK(filled.prefix == "other");
  CHECK(filled.defaults.ttl == 30s);
  CHECK(filled.defaults.grace == 1min);
  CHECK(filled.clock == world.clock);
  CHECK(filled.executor == world.executor);
  CHECK(tagcache::filled({.prefix = "mine"}, world.options("other")).prefix == "mine");
}

TEST_CASE("each option is checked where it is given", "[P-008][P-009][PX-09][R-027][RX-15]") {
  CHECK(refusal({.negative_ttl = -1ms}) == "negative_ttl is -1 ms: a duration must not be negative; zero is allowed");
  CHECK(refusal({.error_ttl = -1ms}).starts_with("error_ttl is -1 ms"));
  CHECK(refusal({.idle_ttl = -1ms}).starts_with("idle_ttl is -1 ms"));
  CHECK(refusal({.memory_ttl = -1ms}).starts_with("memory_ttl is -1 ms"));
  CHECK(refusal({.refresh_ahead = std::chrono::milliseconds(-1)}).starts_with("refresh_ahead is -1 ms"));
  CHECK(refusal({.soft_timeout = -1ms}).starts_with("soft_timeout is -1 ms"));
  CHECK(refusal({.hard_timeout = -1ms}).starts_with("hard_timeout is -1 ms"));
  CHECK(refusal({.consistency = std::chrono::milliseconds(-1)}).starts_with("consistency is -1 ms"));
  CHECK(refusal({.jitter = 1.5}) == "jitter is 1.500000: a share is from 0 to 1");
  CHECK(refusal({.jitter = std::numeric_limits<double>::quiet_NaN()}).starts_with("jitter is "));
  CHECK(refusal({.verify = -0.1}).starts_with("verify is -0.1"));
  CHECK(refusal({.verify = 1.1}).starts_with("verify is 1.1"));
  CHECK(refusal({.verify = std::numeric_limits<double>::quiet_NaN()}).starts_with("verify is "));
  CHECK(refusal({.lease = -1ms}).starts_with("lease is -1 ms"));
  CHECK(refusal({.verify = 0}) == "none");
  CHECK(refusal({.verify = 1}) == "none");
  CHECK(refusal(all) == "none");
  CHECK_THROWS_AS(tagcache::Primitives(tagcache::memory(), {.defaults = {.jitter = 2}}), std::invalid_argument);
}
