#pragma once

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tagcache/tagcache.hpp>
#include <tagcache/testing/manual_clock.hpp>
#include <tagcache/testing/manual_executor.hpp>
#include <tagcache/testing/manual_randomness.hpp>
#include <utility>

#include "watched_store.hpp"

using namespace std::chrono_literals;

/// A cache whose time and background work stand still until a test moves them.
struct World {
  std::shared_ptr<tagcache::testing::ManualClock> clock = std::make_shared<tagcache::testing::ManualClock>();
  std::shared_ptr<tagcache::testing::ManualExecutor> executor = std::make_shared<tagcache::testing::ManualExecutor>();
  std::shared_ptr<tagcache::testing::ManualRandomness> randomness =
      std::make_shared<tagcache::testing::ManualRandomness>();
  std::shared_ptr<WatchedStore> store = std::make_shared<WatchedStore>(tagcache::memory());
  tagcache::Primitives cache{store, options()};

  [[nodiscard]] tagcache::CacheOptions options(std::string prefix = "tagcache") const {
    return {.prefix = std::move(prefix),
            .defaults = {.ttl = 30s, .grace = 0ms},
            .clock = clock,
            .executor = executor,
            .randomness = randomness};
  }
};

/// A loader that counts its runs: its n-th run gives n.
struct Counter {
  std::shared_ptr<int> loads = std::make_shared<int>(0);
  int operator()() const { return ++*loads; }
};

/// A loader that counts its runs, and throws a text from some run on.
struct Failing {
  explicit Failing(int from_run) : from(from_run) {}
  int from;
  std::shared_ptr<int> loads = std::make_shared<int>(0);
  int operator()() const {
    if (++*loads >= from) throw std::runtime_error("no database, run " + std::to_string(*loads));
    return *loads;
  }
};

/// A path of fixed segments.
template <class... Segments>
[[nodiscard]] tagcache::Tag path(const Segments&... segments) {
  return tagcache::Tag(std::string_view(segments)...);
}
