#include <atomic>
#include <catch2/catch.hpp>
#include <string>
#include <tagcache/testing/store_conformance.hpp>

#include "store/bytes.hpp"
#include "store/connection.hpp"
#include "store/marks.hpp"
#include "store/scripts.hpp"
#include "store_world.hpp"

using redis_test::calls;
using redis_test::layout;
using redis_test::Node;
using redis_test::Server;
using redis_test::tell;
using tagcache::Tag;
using tagcache::wild;
using namespace std::chrono_literals;

namespace {

tagcache::RedisOptions in_a_namespace_of_its_own() {
  static std::atomic<int> number = 0;
  return {.name_space = "conformance." + std::to_string(++number)};
}

void check_rules(const Server& server, const tagcache::RedisOptions& options) {
  const auto failures = tagcache::testing::check_store([&] {
    auto its_options = options;
    its_options.name_space = in_a_namespace_of_its_own().name_space;
    return tagcache::redis(redis_test::server_of(server), its_options);
  });
  for (const auto& failure : failures) {
    FAIL_CHECK(failure.rule << ": expected " << failure.expected << ", but " << failure.happened);
  }
}

}  // namespace

TEST_CASE("a Redis store keeps the rules of stores [A-005] [A-006] [A-009] [A-040] [A-042] [A-085] [A-087] [A-088]") {
  const Server server;
  check_rules(server, {});
}

TEST_CASE("it keeps them with compressed and signed values too") {
  const Server server;
  check_rules(server, {.compress_from = 1, .signing_key = "secret"});
}

TEST_CASE("what one process loads another is served [A-003] [A-024] [A-038] [A-110]") {
  const Server server;
  Node one(server);
  Node other(server);
  CHECK(one.read("post", {Tag("posts", wild("456"))}, "Async Test") == "Async Test");
  CHECK(other.read("post", {Tag("posts", wild("456"))}, "again") == "Async Test");
  CHECK(other.loads == 0);
  const auto entry = other.cache.get<std::string>("post");
  REQUIRE(entry.has_value());
  CHECK(entry->entries().after.tags() == tagcache::TagSet{Tag("posts", wild("456"))});
}

TEST_CASE("what one process invalidates is loaded again by another") {
  const Server server;
  Node one(server);
  Node other(server);
  static_cast<void>(one.read("k", {Tag("users", wild("1"), "posts")}, "old"));
  other.cache.invalidate(Tag("users", wild("1")));
  CHECK(one.read("k", {Tag("users", wild("1"), "posts")}, "new") == "new");
  CHECK(other.read("k", {Tag("users", wild("1"), "posts")}, "newer") == "new");
}

TEST_CASE("what another process invalidates while a load runs wins, for result tags too") {
  const Server server;
  Node one(server);
  Node other(server);
  const auto load = [&](const tagcache::TagSet& tags, const tagcache::TagSet& told, const Tag& moved) {
    const auto loader = [&] {
      other.cache.invalidate(moved);
      return tagcache::Loaded<std::string>("old").tags(told);
    };
    return *one.cache.query<std::string>("k", tags, loader);
  };
  for (const bool markers_are_there : {false, true}) {
    if (markers_are_there) static_cast<void>(other.read("other", {Tag("a", "b")}, "makes them"));
    CHECK(load({Tag("a", "b")}, {}, Tag("a")) == "old");
    CHECK_FALSE(other.has("k"));
    CHECK(server.ask({"EXISTS", layout().entry("app:\"k\"")}) == ":0\r\n");
  }
  CHECK(load({}, {Tag("a", "b")}, Tag("a")) == "old");
  CHECK_FALSE(other.has("k"));
  CHECK(load({}, {Tag("a", "b")}, Tag("c")) == "old");
  CHECK(other.has("k"));
  other.cache.invalidate(Tag("a", "b"));
  CHECK_FALSE(one.has("k"));
}

TEST_CASE("a load of one process never replaces a later one of another") {
  const Server server;
  Node one(server);
  Node other(server);
  static_cast<void>(one.read("k", {}, "makes the markers"));
  const auto load = [&] {
    CHECK(*other.cache.query<std::string>(tagcache::force_refresh, "k", {}, [] { return "later"; }) == "later");
    return std::string("earlier");
  };
  CHECK(*one.cache.query<std::string>(tagcache::force_refresh, "k", {}, load) == "earlier");
  CHECK(other.read("k", {}, "never") == "later");
}

TEST_CASE("a store as the page about it makes one [RX-14]") {
  const auto store = tagcache::redis("redis://127.0.0.1:6379/0", {.name_space = "blog"});
  tagcache::Primitives cache(store);
  CHECK(store->stats().set_back == 0);
  const auto layers = tagcache::layered(tagcache::memory({.max_entries = 10'000}), store);
  CHECK(layers->stats().remote_hits == 0);
}

TEST_CASE("stores over one client as the page about it makes them [AX-17]") {
  const auto client = tagcache::redis_client("redis://127.0.0.1:6379/0");
  const auto posts = tagcache::redis(client, {.name_space = "posts"});
  const auto shop = tagcache::redis(client, {.name_space = "shop"});
  CHECK(posts->stats().scripts_sent + shop->stats().scripts_sent == 0);
}

TEST_CASE("an absent key is absent, whoever asks [A-004] [A-023] [A-039]") {
  const Server server;
  Node node(server);
  CHECK_FALSE(node.cache.get<std::string>("missing").has_value());
  node.cache.del("missing");
}

TEST_CASE("a hit is one question, a miss asks twice before its load, and several keys are one") {
  const Server server;
  Node node(server);
  const tagcache::TagSet tags{Tag("users", wild("1"), "posts"), Tag("all")};
  const auto asked = [&] { return std::pair(calls(server, "mget"), calls(server, "evalsha")); };
  CHECK(node.read("k", tags, "v") == "v");  // tells the server its scripts
  node.cache.invalidate(Tag("all"));
  auto before = asked();
  CHECK(*node.cache.query<std::string>("k", tags, [&] {
    const auto at_load = asked();
    CHECK(at_load.first - before.first <= 2);
    CHECK(at_load.second - before.second == 1);
    return std::string("new");
  }) == "new");
  before = asked();
  CHECK(node.read("k", tags, "never") == "new");
  CHECK(asked() == std::pair(before.first + 1, before.second));
  const std::vector<std::string> keys{"k", "other", "k"};
  const auto its_tags = [&tags](std::string_view) { return tags; };
  const auto trips = calls(server, "time");  // one in each
  CHECK(node.cache.query_many<std::string>(tagcache::if_present, keys, its_tags).size() == 3);
  CHECK(calls(server, "time") == trips + 1);
}

TEST_CASE("tags that only the value told cost a second question once, and are looked at as ever") {
  const Server server;
  Node node(server);
  Node other(server);
  const auto asked = [&] { return calls(server, "mget"); };
  const auto read = [&](Node& by, const tagcache::TagSet& told) {
    return by.cache.query<std::string>("k", {Tag("named")},
                                       [told] { return tagcache::Loaded<std::string>("v").tags(told); });
  };
  const auto trips_of_hit = [&](Node& by) {
    const auto before = asked();
    CHECK(read(by, {}).status() == tagcache::Status::hit);
    return asked() - before;
  };
  static_cast<void>(read(node, {Tag("a", "b"), Tag("c")}));
  CHECK(trips_of_hit(node) == 2);
  CHECK(trips_of_hit(node) == 1);
  CHECK(trips_of_hit(node) == 1);
  CHECK(trips_of_hit(other) == 2);  // each process learns it
  other.cache.invalidate(Tag("a"));
  CHECK_FALSE(node.has("k"));
  // Another value has other tags, of which nobody here knows.
  static_cast<void>(read(other, {Tag("d")}));
  other.cache.invalidate(Tag("c"));
  CHECK(trips_of_hit(node) == 2);
  CHECK(trips_of_hit(node) == 1);
  other.cache.invalidate(Tag("d"));
  CHECK_FALSE(node.has("k"));
}

TEST_CASE("hints about tags are bounded, and one takes the place of another") {
  tagcache::detail::redis::TagHints hints;
  CHECK_FALSE(hints.of("k").has_value());
  hints.remember("k", {Tag("a")});
  CHECK(hints.of("k") == tagcache::TagSet{Tag("a")});
  hints.remember("k", {Tag("b"), Tag("c")});
  CHECK(hints.of("k") == tagcache::TagSet{Tag("b"), Tag("c")});
  CHECK_FALSE(hints.of("l").has_value());
  int known = 0;
  for (int i = 0; i < 5000; ++i) hints.remember(std::to_string(i), {Tag("t")});
  for (int i = 0; i < 5000; ++i) known += hints.of(std::to_string(i)).has_value() ? 1 : 0;
  CHECK(known > 500);
  CHECK(known <= 1024);
  hints.remember("large", tagcache::TagSet(33, Tag("t")));
  CHECK_FALSE(hints.of("large").has_value());
}

TEST_CASE("entries leave Redis when their grace is over, and markers later [A-026] [A-027] [A-032] [A-043] [A-046]") {
  const Server server;
  Node node(server);
  static_cast<void>(node.cache.query<std::string>("k", {Tag("t")}, [] { return "v"; }, {.ttl = 60s, .grace = 40s}));
  const auto left = [&](const std::string& key) { return std::stoll(server.ask({"PTTL", key}).substr(1)); };
  const auto entry = left(layout().entry("app:\"k\""));
  CHECK(entry > 90'000);
  CHECK(entry <= 100'000);
  CHECK(left(layout().tag(Tag("t").bytes())) > entry);
  CHECK(left(layout().scope("app")) > entry);
  // A later entry that lives longer makes the marker live longer.
  static_cast<void>(node.cache.query<std::string>("long", {Tag("t")}, [] { return "v"; }, {.ttl = 48h, .grace = 0s}));
  CHECK(left(layout().tag(Tag("t").bytes())) > left(layout().entry("app:\"long\"")));
}

TEST_CASE("ages are told by the server's clock alone: nodes whose clocks differ agree") {
  const Server server;
  Node one(server);
  Node other(server);
  other.clock->advance(1000h);
  static_cast<void>(one.read("k", {}, "v"));
  const auto handle = other.cache.get<std::string>("k");
  REQUIRE(handle.has_value());
  CHECK(handle->entries().after.expires_at() <= other.clock->now() + 30s);
  CHECK(handle->entries().after.expires_at() > other.clock->now() + 20s);
}

TEST_CASE("an expiry beyond all time is accepted [A-044]") {
  const Server server;
  Node node(server);
  node.cache.set<std::string>("k", "v", {Tag("t")}, {.ttl = tagcache::Duration::max()});
  const auto found = node.cache.get<std::string>("k");
  REQUIRE(found.has_value());
  CHECK(found->entries().after.expires_at() == tagcache::TimePoint::max());
}

TEST_CASE("what cannot be read is a miss, and is counted and replaced [A-025] [AX-04]") {
  const Server server;
  Node node(server);
  for (const std::string text : {"not a record", "", "TC\1"}) {
    tell(server, {"SET", layout().entry("app:\"k\""), text});
    CHECK_FALSE(node.has("k"));
  }
  CHECK(node.store->stats().unreadable == 3);
  CHECK(node.read("k", {}, "v") == "v");
  CHECK(node.has("k"));
}

TEST_CASE("the name in Redis is not all of a key: what stands in the entry counts") {
  const Server server;
  Node node(server);
  static_cast<void>(node.read("k", {}, "v"));
  tell(server, {"COPY", layout().entry("app:\"k\""), layout().entry("app:\"other\"")});
  CHECK_FALSE(node.has("other"));
  CHECK(node.has("k"));
}

TEST_CASE("values of another type are misses, and those without a codec stay out") {
  struct Opaque {
    explicit Opaque(int) {}
  };
  const Server server;
  Node node(server);
  static_cast<void>(node.read("k", {}, "text"));
  CHECK_FALSE(node.cache.has<int>("k"));
  CHECK(node.store->stats().other_shapes == 1);
  static_cast<void>(node.cache.query<Opaque>("k", {}, [] { return Opaque(1); }));
  CHECK_FALSE(node.cache.has<Opaque>("k"));
  CHECK(node.store->stats().not_encoded == 1);
}

TEST_CASE("a stored nothing is found [AX-24]") {
  const Server server;
  Node node(server);
  static_cast<void>(node.cache.query<std::optional<int>>("k", {}, [] { return std::optional<int>(); }));
  const auto found = node.cache.get<std::optional<int>>("k");
  REQUIRE(found.has_value());
  CHECK_FALSE(found->value().has_value());
}

TEST_CASE("a ttl of nothing is not stored [AX-15] [AX-22]") {
  const Server server;
  Node node(server);
  node.cache.set<std::string>("k", "v", {}, {.ttl = 0s});
  static_cast<void>(node.cache.query<std::string>("l", {}, [] { return "v"; }, {.ttl = 0s}));
  CHECK(server.ask({"EXISTS", layout().entry("app:\"k\""), layout().entry("app:\"l\"")}) == ":0\r\n");
}

TEST_CASE("namespaces keep everything apart, whatever their names [A-022] [A-101] [AX-16]") {
  const Server server;
  Node one(server, {.name_space = "a"});
  Node other(server, {.name_space = "a-b"});
  static_cast<void>(one.read("k", {Tag("t")}, "one"));
  static_cast<void>(other.read("k", {Tag("t")}, "other"));
  one.cache.invalidate(Tag("t"));
  one.cache.clear();
  CHECK(other.read("k", {Tag("t")}, "again") == "other");
  for (const std::string name : {"", "a:b", "a}b", "a*", "a b", "{"}) {
    CHECK_THROWS_AS(tagcache::redis(redis_test::server_of(server), {.name_space = name}), std::invalid_argument);
  }
}

TEST_CASE("caches of one namespace share tags, and clear only their own keys, but all of these [A-111]") {
  const Server server;
  Node node(server);
  auto options = node.cache_options();
  options.prefix = "other";
  tagcache::Primitives other(node.store, options);
  static_cast<void>(node.read("k", {Tag("t")}, "v"));
  other.set<std::string>("k", "other", {Tag("t")});
  node.cache.clear();
  CHECK_FALSE(node.has("k"));
  CHECK(other.has<std::string>("k"));
  node.cache.invalidate(Tag("t"));
  CHECK_FALSE(other.has<std::string>("k"));
}

TEST_CASE("a set that comes late, after what was invalidated since, is not stored") {
  using namespace tagcache::detail::redis;
  const Server server;
  Node node(server);
  const Tag tag("t");
  node.cache.set<std::string>("k", "first", {tag});
  // What the server gets when its caller has given up, and others went on.
  StatCounters counters;
  Connection late(std::make_shared<Client>(ClientOptions{.server = redis_test::server_of(server)}), {}, layout(),
                  counters);
  const tagcache::TagSet tags{tag};
  const Marks marks(layout(), "app", tags);
  const std::string moves = layout().moves();
  const std::string key = layout().entry("app:\"k\"");
  const std::string slot = std::to_string(move_slot(Moving::key, "app:\"k\""));
  const std::string watched = marks.watch_bytes();
  const auto set_by = [&](const std::string& known) {
    std::vector<std::string_view> keys{moves, key};
    for (const Mark& mark : marks.all()) keys.push_back(mark.key);
    const Standing seen_before = late.seen();
    const auto reply =
        late.run({set_script(), keys, {slot, "TC..", "value", "1000", "channel", "somebody", "", known, watched}})
            .reply;
    CHECK(late.saw(seen_before, reply.items.at(1).text));
    return reply.items.at(0).integer;
  };
  const auto seen_bytes = [&late] {
    const Standing seen = late.seen();
    return number_bytes(seen.incarnation) + number_bytes(seen.sequence);
  };
  CHECK(set_by(std::string(16, '\0')) == 0);
  const std::string known = seen_bytes();
  SECTION("a tag was invalidated") { node.cache.invalidate(tag); }
  SECTION("exactly a tag was expired") { node.cache.expire(tag, tagcache::Reach::exact); }
  SECTION("the key was deleted") { node.cache.del("k"); }
  SECTION("the key was set") { node.cache.set<std::string>("k", "second", {}); }
  SECTION("all was cleared") { node.cache.clear(); }
  CHECK(set_by(known) == 0);
  CHECK(set_by(seen_bytes()) == 1);
}

TEST_CASE("a set is one question, and a second one when others have moved its tags since") {
  const Server server;
  Node one(server);
  Node other(server);
  one.cache.set<std::string>("k", "v", {Tag("t")});
  const auto before = calls(server, "evalsha");
  one.cache.set<std::string>("k", "w", {Tag("t")});
  CHECK(calls(server, "evalsha") == before + 1);
  other.cache.invalidate(Tag("t"));
  const auto after = calls(server, "evalsha");
  one.cache.set<std::string>("k", "x", {Tag("t")});
  CHECK(calls(server, "evalsha") == after + 2);
  CHECK(other.has("k"));
}

TEST_CASE("scripts that the server has forgotten are told again") {
  const Server server;
  Node node(server);
  static_cast<void>(node.read("k", {Tag("t")}, "v"));
  const auto sent = node.store->stats().scripts_sent;
  tell(server, {"SCRIPT", "FLUSH"});
  CHECK(node.has("k"));
  node.cache.invalidate(Tag("t"));
  CHECK_FALSE(node.has("k"));
  CHECK(node.store->stats().scripts_sent == sent + 1);
}

TEST_CASE("a disconnected store fails open, and may be disconnected twice [A-106] [R-111]") {
  const Server server;
  Node node(server);
  static_cast<void>(node.read("k", {}, "v"));
  node.store->disconnect();
  node.store->disconnect();
  CHECK(node.read("k", {}, "loaded") == "loaded");
  CHECK_THROWS_AS(node.cache.invalidate(Tag("t")), tagcache::StoreError);
}
