#include <atomic>
#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <tagcache/layered.hpp>
#include <tagcache/testing/store_conformance.hpp>
#include <thread>

#include "memory/engine.hpp"
#include "store_world.hpp"

/// Memory in front of a real Redis, and what is announced through it.
using redis_test::layout;
using redis_test::Node;
using redis_test::Server;
using redis_test::tell;
using tagcache::Tag;
using tagcache::wild;
using namespace std::chrono_literals;

namespace {

/// A process with memory in front of Redis; its clock is the real one, by which heartbeats go.
struct Process {
  explicit Process(const Server& server, tagcache::Duration heartbeat = 20ms)
      : Process(redis_test::server_of(server), heartbeat) {}
  Process(const tagcache::RedisServer& server, tagcache::Duration heartbeat)
      : store(tagcache::layered(tagcache::memory(), tagcache::redis(server), {.heartbeat = heartbeat})),
        cache(store, {.prefix = "app"}) {}

  std::string read(std::string_view key, const std::string& loaded, const tagcache::TagSet& tags = {Tag("t")}) {
    return *cache.query<std::string>(key, tags, [&] { return loaded; });
  }
  void hear() const {
    while (!store->stats().hears) std::this_thread::yield();
  }

  std::shared_ptr<tagcache::LayeredStore> store;
  tagcache::Primitives cache;
};

/// Reads until the text comes that only a new load gives; what is read until then is the old one.
void await_new(Process& process, const std::string& old_text) {
  for (;;) {
    const std::string text = process.read("k", "new");
    if (text == "new") return;
    REQUIRE(text == old_text);
    std::this_thread::yield();
  }
}

/// The numbers of the namespace as they are now, to be put back later: as a server has them that was made a replica of
/// one that lacked the last writes, and is the primary again, while all connections stood.
struct Earlier {
  explicit Earlier(const Server& of) : server(of) {
    for (const auto& key : {layout().incarnation(), layout().moves()}) tell(server, {"COPY", key, "old " + key});
  }
  void put_back() const {
    tell(server, {"EVAL", "for _, key in ipairs(KEYS) do redis.call('COPY', 'old ' .. key, key, 'REPLACE') end", "2",
                  layout().incarnation(), layout().moves()});
  }
  const Server& server;
};

std::string incarnation(const Server& server) { return server.ask({"GETRANGE", layout().incarnation(), "0", "7"}); }

}  // namespace

TEST_CASE("memory in front of Redis keeps the rules of stores") {
  const Server server;
  std::atomic<int> number = 0;
  const auto failures = tagcache::testing::check_store([&] {
    auto remote = tagcache::redis(redis_test::server_of(server), {.name_space = "n" + std::to_string(++number)});
    auto store = tagcache::layered(tagcache::memory(), std::move(remote));
    while (!store->stats().hears) std::this_thread::yield();  // what began before is not trusted
    return store;
  });
  for (const auto& failure : failures) {
    FAIL_CHECK(failure.rule << ": expected " << failure.expected << ", but " << failure.happened);
  }
}

TEST_CASE("a hit in memory asks the server nothing, and what others do reaches it [R-109]") {
  const Server server;
  Process one(server);
  Process other(server, 1h);  // no heartbeat tells
  one.hear();
  other.hear();
  const std::array<std::function<void()>, 5> ways{[&] { one.cache.invalidate(Tag("t")); }, [&] { one.cache.del("k"); },
                                                  [&] { one.cache.clear(); }, [&] { one.cache.expire("k"); },
                                                  [&] { one.cache.expire(Tag("t")); }};
  for (const auto& way : ways) {
    CHECK(one.read("k", "old") == "old");
    CHECK(other.read("k", "never") == "old");
    const auto asked = redis_test::calls(server, "mget");
    CHECK(other.read("k", "never") == "old");
    CHECK(redis_test::calls(server, "mget") == asked);
    way();
    CHECK_FALSE(one.cache.has<std::string>("k"));
    await_new(other, "old");
    one.cache.del("k");
    while (other.cache.has<std::string>("k")) std::this_thread::yield();
  }
}

TEST_CASE("what comes from Redis into memory has its slot beside it") {
  const Server server;
  Process one(server);
  Process other(server);
  one.hear();
  other.hear();
  const std::string text = "a text of more than sixteen characters";
  CHECK(one.read("k", text) == text);
  CHECK(other.read("k", "never") == text);
  const auto parts = tagcache::key(std::string_view("k"));
  const tagcache::KeyView key = other.cache.key_view({}, tagcache::detail::hash_name({}), parts);
  const tagcache::detail::PinnedSlot found(
      other.store->engine()->hit(key, tagcache::detail::value_type<std::string>, std::chrono::steady_clock::now(), {}));
  REQUIRE(found.get() != nullptr);
  CHECK_FALSE(found.get()->has_own_piece);
}

TEST_CASE("databases of a server do not hear each other") {
  const Server server;
  tagcache::RedisServer where = redis_test::server_of(server);
  const Process shop(where, 1h);
  where.database = 1;
  const Process blog(where, 1h);
  shop.hear();
  blog.hear();
  const auto distrusted = shop.store->stats().distrusted;
  auto writer = tagcache::Primitives(tagcache::redis(where));
  for (int i = 0; i < 10; ++i) writer.invalidate(Tag("t"));
  while (blog.store->stats().heard < 10) std::this_thread::yield();
  Node(server).cache.invalidate(Tag("t"));
  const auto heard_any = [&] { return shop.store->stats().heard > 0 || shop.store->stats().distrusted > distrusted; };
  while (!heard_any()) std::this_thread::yield();
  CHECK(shop.store->stats().heard == 1);
  CHECK(shop.store->stats().distrusted == distrusted);
}

TEST_CASE("what was announced while a process could not hear is not missed") {
  const Server server;
  Process one(server);
  Process other(server, 1h);  // no heartbeat tells
  one.hear();
  other.hear();
  CHECK(one.read("k", "old") == "old");
  CHECK(other.read("k", "never") == "old");
  const auto distrusted = other.store->stats().distrusted;
  tell(server, {"CLIENT", "KILL", "TYPE", "pubsub"});
  one.cache.invalidate(Tag("t"));
  await_new(other, "old");
  CHECK(other.store->stats().distrusted > distrusted);
  other.hear();
}

TEST_CASE("data that were made anew are noticed, although nothing was announced") {
  const Server server;
  Process one(server);
  Process other(server);
  one.hear();
  other.hear();
  CHECK(one.read("k", "old") == "old");
  CHECK(other.read("k", "never") == "old");
  tell(server, {"FLUSHALL"});
  await_new(other, "old");
  other.hear();
}

TEST_CASE("data that somebody else made anew are noticed, although their numbers go on") {
  const Server server;
  Process process(server);
  process.hear();
  CHECK(process.read("k", "old") == "old");
  tell(server, {"SETRANGE", layout().incarnation(), "0", "another!"});
  await_new(process, "old");
}

TEST_CASE("numbers that went back while connections stood are noticed by heartbeats, and the data given up") {
  const Server server;
  Process one(server, 1h);
  Process other(server);
  one.hear();
  other.hear();
  CHECK(one.read("k", "old") == "old");
  CHECK(other.read("k", "never") == "old");
  const Earlier earlier(server);
  const std::string before = incarnation(server);
  for (int i = 0; i < 10; ++i) one.cache.invalidate(Tag("x"));
  while (other.store->stats().heard < 10) std::this_thread::yield();
  earlier.put_back();
  await_new(other, "old");
  CHECK(incarnation(server) != before);
  other.hear();
}

TEST_CASE("numbers that went back are counted, also when heartbeats find them") {
  const Server server;
  const auto remote = tagcache::redis(redis_test::server_of(server));
  const auto store = tagcache::layered(tagcache::memory(), remote, {.heartbeat = 20ms});
  while (!store->stats().hears) std::this_thread::yield();
  const Earlier earlier(server);
  const std::string before = incarnation(server);
  auto other = tagcache::Primitives(tagcache::redis(redis_test::server_of(server)));
  for (int i = 0; i < 10; ++i) other.invalidate(Tag("x"));
  while (store->stats().heard < 10) std::this_thread::yield();
  CHECK(remote->stats().set_back == 0);
  earlier.put_back();
  while (incarnation(server) == before) std::this_thread::yield();
  CHECK(remote->stats().set_back == 1);
}

TEST_CASE("announcements whose numbers were given out before are not taken for old ones") {
  const Server server;
  Process one(server, 1h);  // no heartbeat tells
  Process other(server, 1h);
  one.hear();
  other.hear();
  CHECK(one.read("k", "old") == "old");
  CHECK(other.read("k", "never") == "old");
  const Earlier earlier(server);
  for (int i = 0; i < 10; ++i) one.cache.invalidate(Tag("x"));
  while (other.store->stats().heard < 10) std::this_thread::yield();
  earlier.put_back();
  Node(server).cache.invalidate(Tag("t"));  // knows nothing of before
  await_new(other, "old");
}

TEST_CASE("a heartbeat may be as long as one likes") {
  const auto heartbeat = GENERATE(tagcache::Duration::max(), tagcache::Duration(24h * 365 * 300));
  const Server server;
  const Process process(server, heartbeat);
  process.hear();
  const auto asked = redis_test::calls(server, "get");
  for (int i = 0; i < 100; ++i) tell(server, {"PING"});
  CHECK(redis_test::calls(server, "get") == asked);
}

TEST_CASE("who has asked for the numbers asks again when there was an answer") {
  const Server server;
  const Process process(server, 1ms);
  process.hear();
  const auto asked = redis_test::calls(server, "eval");
  tell(server, {"CLIENT", "PAUSE", "300", "WRITE"});  // scripts wait, heartbeats and subscriptions do not
  tell(server, {"CLIENT", "KILL", "TYPE", "pubsub"});
  while (process.store->stats().hears) std::this_thread::yield();
  process.hear();
  CHECK(redis_test::calls(server, "eval") < asked + 50);  // 300 heartbeats have passed
}

TEST_CASE("a connection that listens and is dead without an end is given up") {
  Server server;
  tagcache::RedisServer where = redis_test::server_of(server);
  where.command_timeout = 50ms;
  const Process process(where, 5ms);
  process.hear();
  const auto listening = [&] { return server.ask({"CLIENT", "LIST", "TYPE", "pubsub"}).substr(0, 12); };
  const std::string before = listening();
  server.pause();
  while (process.store->stats().hears) std::this_thread::yield();
  server.resume();
  process.hear();
  CHECK(listening() != before);
}

TEST_CASE("what Redis refuses, memory in front does not keep either") {
  const Server server;
  Process one(server);
  Process other(server);
  one.hear();
  other.hear();
  const auto load = [&] {
    CHECK(other.read("k", "newer") == "newer");
    return std::string("older");
  };
  CHECK(*one.cache.query<std::string>("k", {Tag("t")}, load) == "older");
  CHECK(one.read("k", "loaded again") == "newer");
}

TEST_CASE("a second layer in front of one connection is refused") {
  const Server server;
  const auto remote = tagcache::redis(redis_test::server_of(server));
  const auto first = tagcache::layered(tagcache::memory(), remote);
  CHECK_THROWS_AS(tagcache::layered(tagcache::memory(), remote), std::logic_error);
}
