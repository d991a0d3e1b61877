#include <stdexcept>

#include "catch.hpp"
#include "nodes.hpp"

/// What a layered store does when its remote store fails, and what layers, lives and bad arguments mean for it.
namespace {

const Tag tag("users", tagcache::wild("1"));
constexpr Ask strict{Consistency::strict};
constexpr Ask local{};

}  // namespace

TEST_CASE("while the remote store is down memory goes on, as consistency allows") {
  Two two;
  two.a.load("k", "v", {tag});
  two.a.remote->down(true);
  CHECK(two.a.valid("k", local) == "v");
  CHECK(!two.a.valid("k", strict));
  CHECK(two.a.find("k", strict).validity == Validity::invalidated);  // it may stand in when the load fails
  CHECK(!two.a.valid("k", {Consistency(1ms)}));
  CHECK(two.a.store->stats().failures == 3);
  CHECK_THROWS_AS(two.a.find("absent"), tagcache::StoreError);
  const auto begun = two.a.begin("loaded", {tag});
  CHECK(two.a.store->is_current(*begun.load, {}));
  CHECK(two.a.keep(begun, "w", {tag}));
  CHECK(two.a.valid("loaded", local) == "w");
  CHECK(!two.a.valid("loaded", strict));
  const auto sure = two.a.begin("sure", {tag}, strict);
  CHECK(!two.a.store->is_current(*sure.load, {}));
  two.a.remote->down(false);
  CHECK(!two.a.valid("loaded", strict));  // the remote store never had it
  CHECK(!two.b.valid("loaded"));
  CHECK(two.a.valid("k", strict) == "v");
}

TEST_CASE("a write that fails is told, and has reached the memory of its own node") {
  Two two;
  for (const bool is_done : {false, true}) {
    const auto fails = [&](const auto& write) {
      two.a.load("k", "v", {tag});
      CHECK(two.a.hits("k"));
      is_done ? two.a.remote->lose_answers(1) : two.a.remote->down(true);
      CHECK_THROWS_AS(write(), tagcache::StoreError);
      two.a.remote->down(false);
      CHECK(!two.a.hits("k"));
      two.a.erase("k");
    };
    fails([&] { two.a.invalidate(tag); });
    fails([&] { two.a.erase("k"); });
    fails([&] { two.a.expire("k"); });
    fails([&] { two.a.set("k", "w"); });
    fails([&] { two.a.store->clear("app"); });
  }
}

TEST_CASE("a load whose end the remote store does not hear is good for memory") {
  Two two;
  const auto begun = two.a.begin("k", {tag});
  two.a.remote->down(true);
  CHECK(two.a.keep(begun, "v", {tag}));
  CHECK(two.a.hits("k"));
  two.a.remote->down(false);
  two.b.invalidate(tag);
  CHECK(!two.a.hits("k"));
}

TEST_CASE("an invalidation that failed keeps a cache from both layers until it is delivered") {
  Two two;
  const auto executor = std::make_shared<tagcache::testing::ManualExecutor>();
  tagcache::Primitives cache(two.a.store,
                             {.prefix = "app", .defaults = {.ttl = 1h}, .clock = two.clock, .executor = executor});
  int loads = 0;
  const auto read = [&] { return *cache.query<int>("k", {tag}, [&] { return ++loads; }); };
  CHECK(read() == 1);
  CHECK(read() == 1);
  two.a.remote->down(true);
  CHECK_THROWS_AS(cache.invalidate(tag), tagcache::StoreError);
  two.a.remote->down(false);
  CHECK(read() == 2);
  CHECK(read() == 3);  // of neither layer
  executor->advance(1s);
  executor->run_all();
  CHECK(read() == 4);
  CHECK(read() == 4);
}

TEST_CASE("layers are honoured") {
  Two two;
  CHECK(two.a.load("remote", "v", {}, {Consistency::local, Layers::remote}));
  CHECK(!two.a.hits("remote"));
  CHECK(two.a.valid("remote", {Consistency::local, Layers::remote}) == "v");
  CHECK(!two.a.hits("remote"));
  CHECK(two.b.valid("remote") == "v");
  CHECK(two.a.load("memory", "v", {tag}, {Consistency::local, Layers::memory}));
  CHECK(two.a.hits("memory"));
  CHECK(!two.b.valid("memory"));
  two.b.invalidate(tag);
  CHECK(!two.a.hits("memory"));
  const std::size_t before = two.a.remote->round_trips();
  CHECK(!two.a.valid("memory", {Consistency::local, Layers::memory}));
  CHECK(two.a.remote->round_trips() == before);
  two.a.set("set", "v", {}, {Consistency::local, Layers::memory});
  CHECK(two.a.hits("set"));
  CHECK(!two.b.valid("set"));
  two.a.load("strict", "v", {}, {Consistency::local, Layers::memory});
  CHECK(!two.a.valid("strict", {Consistency::strict, Layers::memory}));  // nobody could say
}

TEST_CASE("memory keeps a copy no longer than the remote store says, nor longer than its memory_ttl") {
  Two two;
  const auto begun = two.a.begin("k");
  auto entry = two.a.entry("v", {});
  entry->expires_at = two.a.now() + 10s;
  entry->grace_until = entry->expires_at;
  CHECK(two.a.store->keep(*begun.load, entry, two.a.now()));
  two.clock->advance(9s);
  CHECK(two.b.valid("k") == "v");
  CHECK(two.b.find("k").entry->expires_at == entry->expires_at);
  two.clock->advance(1s);
  CHECK(!two.b.hits("k"));
  const auto short_lived = two.a.begin("short");
  auto copy = two.a.entry("v", {});
  copy->set_memory_until(two.a.now() + 2s);
  CHECK(two.a.store->keep(*short_lived.load, copy, two.a.now()));
  two.clock->advance(10s);
  CHECK(!two.a.hits("short"));
  CHECK(two.b.valid("short") == "v");
  CHECK(two.b.hits("short"));
  two.clock->advance(2s);
  CHECK(!two.b.hits("short"));
  const auto before = two.b.store->stats().confirmed;
  CHECK(two.b.valid("short") == "v");  // asked, and not sent again
  CHECK(two.b.store->stats().confirmed == before + 1);
  CHECK(two.b.hits("short"));
  two.clock->advance(2s);
  CHECK(!two.b.hits("short"));
}

TEST_CASE("several reads make one round trip for what memory does not hold") {
  Two two;
  for (const char* key : {"a", "b", "c"}) two.a.load(key, key);
  CHECK(two.b.valid("b") == "b");
  const Node::Name a("a");
  const Node::Name b("b");
  const Node::Name c("c");
  const Node::Name absent("absent");
  const std::vector<tagcache::KeyView> views{a.view(), b.view(), absent.view(), c.view()};
  const auto no_tags = [] { return tagcache::TagSet(); };
  std::vector<tagcache::Request> requests;
  for (const auto& view : views) {
    requests.push_back({view, tagcache::detail::value_type<std::string>, no_tags, two.b.now()});
  }
  const std::size_t before = two.b.remote->round_trips();
  const auto found = two.b.store->find_many(requests);
  CHECK(two.b.remote->round_trips() == before + 1);
  REQUIRE(found.size() == 4);
  CHECK(Node::value(found[0]) == "a");
  CHECK(Node::value(found[1]) == "b");
  CHECK(!found[2].entry);
  CHECK(Node::value(found[3]) == "c");
  CHECK(two.b.hits("a"));
  CHECK(two.b.hits("c"));
}

TEST_CASE("a cache on a layered store finds hits without it, but for reads that must ask") {
  Two two;
  tagcache::Primitives cache(two.a.store, {.prefix = "app", .defaults = {.ttl = 1h}, .clock = two.clock});
  const auto read = [&](tagcache::QueryOptions options) {
    return *cache.query<int>("k", {tag}, [] { return 1; }, options);
  };
  CHECK(read({}) == 1);
  const std::size_t before = two.a.remote->round_trips();
  CHECK(read({}) == 1);
  CHECK(two.a.remote->round_trips() == before);
  CHECK(read({.consistency = Consistency::strict}) == 1);
  CHECK(two.a.remote->round_trips() == before + 1);
  CHECK(read({.consistency = 1s}) == 1);
  CHECK(two.a.remote->round_trips() == before + 2);
  CHECK(read({.layers = Layers::remote}) == 1);
  CHECK(two.a.remote->round_trips() == before + 3);
}

TEST_CASE("reads by hand are as consistent as their cache says") {
  Two two;
  const auto cache_of = [&](Consistency consistency) {
    return tagcache::Primitives(
        two.a.store, {.prefix = "app", .defaults = {.ttl = 1h, .consistency = consistency}, .clock = two.clock});
  };
  tagcache::Primitives relaxed = cache_of(Consistency::local);
  tagcache::Primitives sure = cache_of(Consistency::strict);
  relaxed.set<int>("k", 1, {tag});
  CHECK(*relaxed.query<int>("k", {tag}, [] { return 2; }) == 1);
  two.a.remote->hold(true);
  two.b.invalidate(tag);
  CHECK(relaxed.has<int>("k"));
  CHECK(!sure.has<int>("k"));
  CHECK(!sure.get_many<int>(std::vector<std::string>{"k"}).front());
}

TEST_CASE("what cannot be layered is refused") {
  const auto server = std::make_shared<tagcache::testing::RemoteServer>();
  CHECK_THROWS_AS(tagcache::layered(nullptr, server->connect()), std::invalid_argument);
  CHECK_THROWS_AS(tagcache::layered(tagcache::memory(), nullptr), std::invalid_argument);
  CHECK_THROWS_AS(tagcache::layered(tagcache::memory(), server->connect(), {.heartbeat = 0s}), std::invalid_argument);
  CHECK_THROWS_AS(tagcache::layered(tagcache::memory(), server->connect(), {.alone = -1s}), std::invalid_argument);
  const auto remote = server->connect();
  const auto shared = tagcache::layered(tagcache::memory(), remote);
  CHECK_THROWS_AS(tagcache::layered(tagcache::memory(), remote), std::logic_error);
}

TEST_CASE("a disconnected store hears nothing, and its connection may be layered again") {
  Two two;
  two.a.load("k", "v");
  two.a.store->disconnect();
  CHECK(!two.a.hits("k"));
  CHECK(!two.a.store->stats().hears);
  const auto again = tagcache::layered(tagcache::memory(), two.a.remote);
  CHECK(again->stats().hears);
}
