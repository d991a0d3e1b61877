// Several stores over the connections of one client.
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <tagcache/layered.hpp>
#include <thread>
#include <vector>

#include "store_world.hpp"

using redis_test::Server;
using redis_test::server_of;
using tagcache::Tag;

namespace {

/// A cache over a store that others have made.
struct Cache {
  explicit Cache(const std::shared_ptr<tagcache::Store>& store) : cache(store, {.prefix = "app"}) {}

  std::string read(const std::string& loaded) {
    return *cache.query<std::string>("k", {Tag("t")}, [&] { return loaded; });
  }
  [[nodiscard]] bool has() { return cache.has<std::string>("k"); }
  /// Why an invalidation did not reach the server; empty when it did.
  [[nodiscard]] std::string trouble() {
    try {
      cache.invalidate(Tag("t"));
    } catch (const tagcache::StoreError& error) {
      return error.what();
    }
    return {};
  }

  tagcache::Primitives cache;
};

/// Waits until so many connections are there beside the one that asks.
void await_connections(const Server& server, int count) {
  server.ask_until({"INFO", "clients"}, "connected_clients:" + std::to_string(count + 1) + "\r\n");
}

[[nodiscard]] bool are_connections(const Server& server, int count) {
  const std::string mark = "connected_clients:" + std::to_string(count + 1) + "\r\n";
  return server.ask({"INFO", "clients"}).find(mark) != std::string::npos;
}

}  // namespace

TEST_CASE("stores of several namespaces share the connections of a client, and keep apart", "[AX-17]") {
  const Server server;
  const auto client = tagcache::redis_client(server_of(server));
  await_connections(server, 2);
  std::vector<std::unique_ptr<Cache>> caches;
  for (const std::string name : {"one", "two", "three", "four", "five"}) {
    caches.push_back(std::make_unique<Cache>(tagcache::redis(client, {.name_space = name})));
    CHECK(caches.back()->read(name) == name);
  }
  CHECK(are_connections(server, 2));
  caches[1]->cache.invalidate(Tag("t"));
  CHECK(caches[0]->read("again") == "one");
  CHECK(caches[1]->read("again") == "again");
  CHECK(caches[4]->read("again") == "five");
  // Those of one namespace meet over one client as they do over several.
  Cache other(tagcache::redis(client, {.name_space = "three"}));
  CHECK(other.read("again") == "three");
  other.cache.invalidate(Tag("t"));
  CHECK_FALSE(caches[2]->has());
}

TEST_CASE("a store does not end the client that it was given, whatever becomes of it", "[A-037][AX-06][PX-23]") {
  const Server server;
  const auto client = tagcache::redis_client(server.url());
  const auto store = tagcache::redis(client, {.name_space = "blog"});
  Cache cache(store);
  {
    Cache other(tagcache::redis(client, {.name_space = "other"}));
    CHECK(other.read("v") == "v");
    other.cache.disconnect();
    CHECK_THAT(other.trouble(), Catch::Contains("the store was disconnected"));
  }
  CHECK(cache.read("v") == "v");
  cache.cache.disconnect();
  await_connections(server, 2);
  Cache next(tagcache::redis(client, {.name_space = "blog"}));
  CHECK(next.read("never") == "v");
  CHECK(are_connections(server, 2));
}

TEST_CASE("a store ends the connections that it made", "[AX-06][PX-23]") {
  const Server server;
  Cache cache(tagcache::redis(server_of(server)));
  CHECK(cache.read("v") == "v");
  await_connections(server, 2);
  cache.cache.disconnect();
  await_connections(server, 0);
}

TEST_CASE("a client lives as long as a store over it") {
  const Server server;
  auto client = tagcache::redis_client(server_of(server));
  {
    Cache cache(tagcache::redis(client));
    client.reset();
    CHECK(cache.read("v") == "v");
    CHECK(cache.read("never") == "v");
    await_connections(server, 2);
  }
  await_connections(server, 0);
}

TEST_CASE("a client that is disconnected ends for all stores over it, and they say so") {
  const Server server;
  const auto client = tagcache::redis_client(server_of(server));
  const auto layers = tagcache::layered(tagcache::memory(), tagcache::redis(client, {.name_space = "layers"}));
  Cache layered(layers);
  const auto store = tagcache::redis(client, {.name_space = "alone"});
  Cache alone(store);
  CHECK(layered.read("v") == "v");
  CHECK(alone.read("v") == "v");
  while (!layers->stats().hears) std::this_thread::yield();
  await_connections(server, 3);
  client->disconnect();
  client->disconnect();
  for (Cache* cache : {&layered, &alone}) {
    CHECK_THAT(cache->trouble(), Catch::Contains("the client was disconnected"));
    CHECK(cache->read("loaded") == "loaded");
  }
  await_connections(server, 0);
  while (layers->stats().hears) std::this_thread::yield();
  CHECK_THROWS_WITH(store->wait_until_ready(tagcache::Duration::zero()),
                    Catch::Contains("the client was disconnected"));
  Cache late(tagcache::redis(client));
  CHECK_THAT(late.trouble(), Catch::Contains("the client was disconnected"));
  const auto deaf = tagcache::layered(tagcache::memory(), tagcache::redis(client));
  CHECK_FALSE(deaf->stats().hears);
  CHECK(are_connections(server, 0));
}

TEST_CASE("a restarted server is noticed for each namespace over its connections") {
  Server server;
  const auto client = tagcache::redis_client(server_of(server));
  Cache one(tagcache::redis(client, {.name_space = "one"}));
  Cache other(tagcache::redis(client, {.name_space = "other"}));
  CHECK(one.read("old") == "old");
  CHECK(other.read("old") == "old");
  redis_test::tell(server, {"SAVE"});
  server.kill();
  server.start();
  while (!one.trouble().empty()) std::this_thread::yield();
  CHECK(server.ask({"EXISTS", "{other}:e:app:\"k\""}) == ":1\r\n");  // the snapshot has it, and its markers
  CHECK_FALSE(other.has());
  CHECK(other.read("new") == "new");
  CHECK(other.has());
}

TEST_CASE("a store without a client is refused, and a client without a server") {
  CHECK_THROWS_AS(tagcache::redis(std::shared_ptr<tagcache::RedisClient>()), std::invalid_argument);
  CHECK_THROWS_AS(tagcache::redis_client("http://127.0.0.1"), std::invalid_argument);
  const Server server;
  CHECK_THROWS_AS(tagcache::redis(tagcache::redis_client(server_of(server)), {.replicas = -1}), std::invalid_argument);
}
