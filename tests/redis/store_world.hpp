#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tagcache/redis.hpp>
#include <tagcache/tagcache.hpp>
#include <tagcache/testing/manual_clock.hpp>
#include <tagcache/testing/manual_executor.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "server.hpp"
#include "store/key_layout.hpp"

namespace redis_test {

using namespace std::chrono_literals;

[[nodiscard]] inline tagcache::RedisServer server_of(const Server& server) {
  tagcache::RedisServer where;
  where.addresses = {{"127.0.0.1", server.port()}};
  where.command_timeout = 10s;  // machines that test are busy
  where.connect_timeout = 10s;
  return where;
}

/// A process with a cache over a Redis that others may use too: its clock stands still.
struct Node {
  explicit Node(const Server& server, tagcache::RedisOptions options = {})
      : store(tagcache::redis(server_of(server), std::move(options))), cache(store, cache_options()) {}

  [[nodiscard]] tagcache::CacheOptions cache_options() const {
    return {.prefix = "app", .defaults = {.ttl = 30s, .grace = 0ms}, .clock = clock, .executor = executor};
  }

  std::shared_ptr<tagcache::testing::ManualClock> clock = std::make_shared<tagcache::testing::ManualClock>();
  std::shared_ptr<tagcache::testing::ManualExecutor> executor = std::make_shared<tagcache::testing::ManualExecutor>();
  std::shared_ptr<tagcache::RedisStore> store;
  tagcache::Primitives cache;
  int loads = 0;

  /// Reads a text that only this call would load: what is served tells which call loaded it.
  std::string read(std::string_view key, const tagcache::TagSet& tags, const std::string& loaded) {
    return *cache.query<std::string>(key, tags, [&] {
      ++loads;
      return loaded;
    });
  }
  [[nodiscard]] bool has(std::string_view key) { return cache.has<std::string>(key); }
};

/// Where a store with default options keeps things.
inline const tagcache::detail::redis::KeyLayout& layout() {
  static const tagcache::detail::redis::KeyLayout keys("tagcache");
  return keys;
}

/// Has the server do something past the store.
inline void tell(const Server& server, const std::vector<std::string>& words) {
  if (server.ask(words).starts_with('-')) throw std::runtime_error("the server refused " + words.front());
}

/// How often the server was asked to do something, by INFO commandstats.
[[nodiscard]] inline std::uint64_t calls(const Server& server, const std::string& command) {
  const std::string stats = server.ask({"INFO", "commandstats"});
  const std::string mark = "cmdstat_" + command + ":calls=";
  const auto at = stats.find(mark);
  return at == std::string::npos ? 0 : std::stoull(stats.substr(at + mark.size()));
}

/// Waits until a server of which the connection was cut is reached again.
inline void reach(Node& node) {
  for (;;) {
    try {
      node.cache.invalidate(tagcache::Tag("nobody"));
      return;
    } catch (const tagcache::StoreError&) {
      std::this_thread::yield();
    }
  }
}

}  // namespace redis_test
