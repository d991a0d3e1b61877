#include <tagcache/testing/manual_executor.hpp>

#include "catch.hpp"
#include "nodes.hpp"

/// A remote store answers each time with an entry of its own. What is to be loaded although it is there is loaded all
/// the same, and what another node has loaded since is not.
namespace {

/// A cache that asks a remote store, with memory in front or without.
struct Asking {
  explicit Asking(std::shared_ptr<tagcache::Store> its_store, const tagcache::QueryOptions& options)
      : cache(std::move(its_store), {.prefix = "app", .defaults = options, .clock = clock, .executor = executor}) {}

  std::string read(const std::string& loaded) {
    return *cache.query<std::string>("k", {Tag("t")}, [this, loaded] {
      ++loads;
      return loaded;
    });
  }

  std::shared_ptr<tagcache::testing::ManualClock> clock = std::make_shared<tagcache::testing::ManualClock>();
  std::shared_ptr<tagcache::testing::ManualExecutor> executor = std::make_shared<tagcache::testing::ManualExecutor>();
  int loads = 0;
  tagcache::Primitives cache;
};

std::shared_ptr<tagcache::Store> in_front_of(std::shared_ptr<tagcache::RemoteStore> remote) {
  return tagcache::layered(tagcache::memory(), std::move(remote));
}

}  // namespace

TEST_CASE("what a remote store holds is refreshed ahead, with memory in front and without") {
  const auto server = std::make_shared<tagcache::testing::RemoteServer>();
  const bool has_memory = GENERATE(false, true);
  const auto layers = GENERATE(as<tagcache::Layers>{}, tagcache::Layers::all, tagcache::Layers::remote);
  std::shared_ptr<tagcache::Store> store = server->connect();
  if (has_memory) store = in_front_of(server->connect());
  Asking node(store, {.ttl = 60s, .grace = 0ms, .refresh_ahead = tagcache::RefreshAhead(50s), .layers = layers});
  CHECK(node.read("first") == "first");
  node.clock->advance(20s);
  CHECK(node.read("second") == "first");
  node.executor->run_all();
  CHECK(node.loads == 2);
  CHECK(node.read("third") == "second");
}

TEST_CASE("what a remote store holds is verified, with memory in front and without") {
  const auto server = std::make_shared<tagcache::testing::RemoteServer>();
  const bool has_memory = GENERATE(false, true);
  std::shared_ptr<tagcache::Store> store = server->connect();
  if (has_memory) store = in_front_of(server->connect());
  Asking node(store, {.ttl = 60s, .grace = 0ms, .verify = 1.0});
  CHECK(node.read("first") == "first");
  CHECK(node.read("changed") == "first");
  node.executor->run_all();
  CHECK(node.cache.stats().queries.back().verified == 1);
  CHECK(node.cache.stats().queries.back().found_stale == 1);
}

TEST_CASE("what another node has loaded since a refresh was planned is not loaded again") {
  const auto server = std::make_shared<tagcache::testing::RemoteServer>();
  Asking node(server->connect(), {.ttl = 60s, .grace = 0ms, .refresh_ahead = tagcache::RefreshAhead(50s)});
  Asking other(server->connect(), {.ttl = 60s, .grace = 0ms});
  CHECK(node.read("first") == "first");
  node.clock->advance(20s);
  CHECK(node.read("never") == "first");
  CHECK(*other.cache.query<std::string>(tagcache::force_refresh, "k", {Tag("t")}, [] { return std::string("newer"); }) ==
        "newer");
  node.executor->run_all();
  CHECK(node.loads == 1);
  CHECK(node.read("never") == "newer");
}
