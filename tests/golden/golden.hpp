#pragma once

#include <memory>
#include <string>
#include <tagcache/generated.hpp>
#include <tagcache/testing/manual_clock.hpp>
#include <tagcache/testing/manual_executor.hpp>

#include "catch.hpp"

/// What the programs of the golden cases share: time and background work that stand still until a test moves them.
struct StillWorld {
  std::shared_ptr<tagcache::testing::ManualClock> clock = std::make_shared<tagcache::testing::ManualClock>();
  std::shared_ptr<tagcache::testing::ManualExecutor> executor = std::make_shared<tagcache::testing::ManualExecutor>();

  /// What the schema says, in this world.
  template <class Cache>
  [[nodiscard]] tagcache::CacheOptions options() const {
    tagcache::CacheOptions options = Cache::default_options();
    options.clock = clock;
    options.executor = executor;
    return options;
  }
};

/// The segments of a tag, wild ones in brackets: `posts (p1) comments`.
template <class Typed>
[[nodiscard]] std::string shape(const Typed& tag) {
  const tagcache::Tag path = tag.path();
  std::string text;
  for (const tagcache::Segment& segment : path.segments()) {
    if (!text.empty()) text += ' ';
    const bool wild = segment.kind == tagcache::Segment::Kind::wild;
    text += wild ? '(' + std::string(segment.text) + ')' : std::string(segment.text);
  }
  return text;
}
