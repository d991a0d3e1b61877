// The store on a real cluster.
#include <atomic>
#include <catch2/catch.hpp>
#include <string>
#include <tagcache/layered.hpp>
#include <tagcache/testing/store_conformance.hpp>
#include <thread>

#include "cluster_fixture.hpp"
#include "slots.hpp"
#include "store_world.hpp"

using redis_test::ClusterOfServers;
using tagcache::Tag;

namespace {

tagcache::RedisServer server_of(const ClusterOfServers& cluster) {
  tagcache::RedisServer where = tagcache::redis_server(cluster.url());
  where.command_timeout = std::chrono::seconds(10);
  where.connect_timeout = std::chrono::seconds(10);
  return where;
}

}  // namespace

TEST_CASE("a Redis store keeps the rules of stores on a cluster, wherever its namespace is") {
  const ClusterOfServers cluster(3);
  std::atomic<int> number = 0;
  const auto failures = tagcache::testing::check_store(
      [&] { return tagcache::redis(server_of(cluster), {.name_space = "n" + std::to_string(++number)}); });
  for (const auto& failure : failures) {
    FAIL_CHECK(failure.rule << ": expected " << failure.expected << ", but " << failure.happened);
  }
}

TEST_CASE("after a failover of a cluster all is cold, and then goes on") {
  ClusterOfServers cluster(3, 3);
  const auto store = tagcache::redis(server_of(cluster));
  tagcache::Primitives cache(store, {.prefix = "app"});
  const auto read = [&](const std::string& loaded) {
    return *cache.query<std::string>("k", {Tag("t")}, [&] { return loaded; });
  };
  CHECK(read("old") == "old");
  CHECK(read("never") == "old");
  const auto slot = tagcache::detail::redis::slot_of(redis_test::layout().incarnation());
  const std::size_t owner = slot * 3U / tagcache::detail::redis::slot_count;
  cluster[owner].kill();
  const auto is_told = [&] {
    try {
      cache.invalidate(Tag("nobody"));
      return true;
    } catch (const tagcache::StoreError&) {
      return false;
    }
  };
  while (!is_told()) std::this_thread::yield();
  CHECK_FALSE(cache.has<std::string>("k"));
  CHECK(read("new") == "new");
  CHECK(read("never") == "new");
}
