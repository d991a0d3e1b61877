#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "store_world.hpp"

/// What one does with a store directly, on a real server.
using redis_test::Node;
using redis_test::Server;
using tagcache::Tag;
using tagcache::wild;
using namespace std::chrono_literals;

TEST_CASE("values are set, found, replaced and deleted [A-001] [A-085] [A-086] [A-088] [A-096]") {
  const Server server;
  Node node(server);
  CHECK_FALSE(node.has("k"));
  CHECK(node.cache.get<std::string>("k").has_value() == false);
  node.cache.set<std::string>("k", "value1", {});
  CHECK(node.cache.get<std::string>("k")->value() == "value1");
  node.cache.set<std::string>("k", "value2", {});
  CHECK(node.cache.get<std::string>("k")->value() == "value2");
  CHECK(node.has("k"));
  node.cache.del("k");
  CHECK_FALSE(node.has("k"));
}

TEST_CASE("nested values come back equal [A-087] [A-110]") {
  using Nested = std::map<std::string, std::vector<std::map<std::string, int>>>;
  const Server server;
  Node node(server);
  const Nested nested{{"items", {{{"a", 1}}, {{"b", 2}, {"c", 3}}}}, {"none", {}}};
  node.cache.set<Nested>("k", nested, {});
  CHECK(node.cache.get<Nested>("k")->value() == nested);
}

TEST_CASE("an entry is there as long as it lives, and then gone from Redis [A-043] [A-089] [A-090] [A-100]") {
  const Server server;
  Node node(server);
  node.cache.set<std::string>("long", "v", {}, {.ttl = 3600s});
  node.cache.set<std::string>("short", "v", {}, {.ttl = 10ms});
  const std::string short_key = redis_test::layout().entry("app:\"short\"");
  while (server.ask({"EXISTS", short_key}) != ":0\r\n") std::this_thread::yield();
  CHECK_FALSE(node.has("short"));
  const auto left = server.ask({"TTL", redis_test::layout().entry("app:\"long\"")});
  CHECK(std::stoi(left.substr(1)) > 3500);
  CHECK(std::stoi(left.substr(1)) <= 3600);
  CHECK(node.has("long"));
}

TEST_CASE("many threads write many keys, and one key together [A-018] [A-019] [A-020]") {
  const Server server;
  Node node(server);
  std::vector<std::thread> threads;
  std::atomic<int> errors = 0;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 100; ++i) {
        const std::string name = std::to_string(thread) + '.' + std::to_string(i);
        try {
          node.cache.set<std::string>(name, name, {Tag("t", wild(name))});
          if (i % 2 == 0) node.cache.set<std::string>("shared", name, {Tag("shared")});
          static_cast<void>(node.cache.get<std::string>("shared"));
        } catch (const std::exception&) {
          ++errors;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(errors == 0);
  int right = 0;
  for (int thread = 0; thread < 4; ++thread) {
    for (int i = 0; i < 100; ++i) {
      const std::string name = std::to_string(thread) + '.' + std::to_string(i);
      const auto found = node.cache.get<std::string>(name);
      if (found && **found == name) ++right;
    }
  }
  CHECK(right == 400);
  CHECK(node.has("shared"));
}

TEST_CASE("invalidating a tag takes what carries it, and a new value has its new tags alone [A-099] [AX-05] [AX-23]") {
  const Server server;
  Node node(server);
  node.cache.set<std::string>("one", "v", {Tag("users")});
  node.cache.set<std::string>("two", "v", {Tag("users")});
  node.cache.set<std::string>("three", "v", {Tag("orders")});
  node.cache.set<std::string>("two", "new", {});
  node.cache.invalidate(Tag("users"));
  CHECK_FALSE(node.has("one"));
  CHECK(node.has("two"));
  CHECK(node.has("three"));
  node.cache.clear();
  CHECK_FALSE(node.has("two"));
  CHECK_FALSE(node.has("three"));
  node.cache.set<std::string>("three", "v", {Tag("orders")});
  CHECK(node.has("three"));
  CHECK_FALSE(node.has("one"));
}

TEST_CASE("a short life of one entry does not end the invalidations of a longer one of its tag [AX-23]") {
  const Server server;
  Node node(server);
  node.cache.set<std::string>("long", "v", {Tag("t")}, {.ttl = 3600s});
  node.cache.set<std::string>("short", "v", {Tag("t")}, {.ttl = 1ms});
  while (node.has("short")) std::this_thread::yield();
  CHECK(node.has("long"));
  node.cache.invalidate(Tag("t"));
  CHECK_FALSE(node.has("long"));
}

TEST_CASE("a key has its namespace and the prefix of its cache in front, on the wire too [A-036]") {
  const Server server;
  Node node(server);
  node.cache.set<std::string>("k", "v", {});
  CHECK(server.ask({"EXISTS", "{tagcache}:e:app:\"k\""}) == ":1\r\n");
}

TEST_CASE("a store hands out what is past its ttl: who reads judges that [A-010]") {
  const Server server;
  Node node(server);
  const tagcache::QueryOptions options{.ttl = 1ms, .grace = 1h};
  node.cache.set<std::string>("k", "old", {}, options);
  const auto down = []() -> std::string { throw std::runtime_error("down"); };
  const auto read = [&] { return node.cache.query<std::string>("k", {}, down, options); };
  const auto end = std::chrono::steady_clock::now() + 30s;
  auto served = read();
  while (served.status() == tagcache::Status::hit && std::chrono::steady_clock::now() < end) served = read();
  CHECK(served.status() == tagcache::Status::stale);  // by the clock of the server, which goes on
  CHECK(*served == "old");
}

TEST_CASE("writes wait for as many replicas as they are to be on, and say when there are too few") {
  const Server server;
  Node node(server, {.replicas = 1, .replica_timeout = 20ms});
  CHECK(node.read("k", {Tag("t")}, "v") == "v");
  CHECK_THROWS_AS(node.cache.invalidate(Tag("t")), tagcache::StoreError);
  Node other(server);
  CHECK_FALSE(other.has("k"));  // the server itself has done it
  const Server replica({"replicaof 127.0.0.1 " + std::to_string(server.port())});
  for (;;) {
    try {
      node.cache.invalidate(Tag("t"));
      break;
    } catch (const tagcache::StoreError&) {
      std::this_thread::yield();
    }
  }
}

TEST_CASE("who waits for replicas keeps nobody else waiting") {
  const Server server;
  Node(server).cache.invalidate(Tag("other"));  // tells the server its script
  auto where = redis_test::server_of(server);
  where.connections = 1;
  const auto store = tagcache::redis(where, {.replicas = 1, .replica_timeout = 1h});
  tagcache::Primitives cache(store, {.prefix = "app"});
  CHECK(*cache.query<std::string>("k", {Tag("t")}, [] { return "v"; }) == "v");
  std::thread writer([&] { CHECK_THROWS_AS(cache.invalidate(Tag("other")), tagcache::StoreError); });
  server.ask_until({"INFO", "clients"}, "blocked_clients:1\r\n");
  CHECK(cache.has<std::string>("k"));
  CHECK(*cache.query<std::string>("l", {Tag("t")}, [] { return "v"; }) == "v");
  CHECK(cache.has<std::string>("l"));
  const std::string clients = server.ask({"CLIENT", "LIST"});
  const auto blocked = clients.rfind("id=", clients.find(" cmd=wait"));
  redis_test::tell(server, {"CLIENT", "UNBLOCK", std::to_string(std::stoll(clients.substr(blocked + 3)))});
  writer.join();
}

TEST_CASE("options that mean nothing are refused") {
  const Server server;
  const auto where = redis_test::server_of(server);
  CHECK_THROWS_AS(tagcache::redis(where, {.replicas = -1}), std::invalid_argument);
  CHECK_THROWS_AS(tagcache::redis("http://127.0.0.1"), std::invalid_argument);
}

TEST_CASE("a time to wait for replicas that has no end, or never begins, is refused") {
  const Server server;
  const auto client = tagcache::redis_client(redis_test::server_of(server));
  const auto of = [&](tagcache::Duration time) {
    return tagcache::redis(client, {.replicas = 1, .replica_timeout = time, .partitions = 64});
  };
  // To the server zero is for ever.
  for (const tagcache::Duration time : {0ms, -1ms, tagcache::Duration(24h) + 1ms, tagcache::Duration::max()}) {
    CHECK_THROWS_WITH(of(time), Catch::Contains("replica_timeout: a time of 1ms to 24h was expected"));
  }
  for (const tagcache::Duration time : {tagcache::Duration(1), tagcache::Duration(24h)}) CHECK_NOTHROW(of(time));
}
