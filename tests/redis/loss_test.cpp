#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <thread>

#include "store_world.hpp"

/// Whatever the server loses, nothing that was invalidated is served again.
using redis_test::layout;
using redis_test::Node;
using redis_test::Server;
using redis_test::tell;
using tagcache::Tag;
using tagcache::wild;
using namespace std::chrono_literals;

namespace {

const Tag tag("users", wild("1"), "posts");
const std::string entry_key = layout().entry("app:\"k\"");

std::vector<std::string> marker_keys() {
  return {layout().tag(Tag("users").bytes()), layout().tag(Tag("users", wild("1")).bytes()), layout().tag(tag.bytes()),
          layout().scope("app")};
}

}  // namespace

TEST_CASE("a lost marker makes its entries stale, and does not revive those of before") {
  for (const std::string& lost : marker_keys()) {
    const Server server;
    Node node(server);
    static_cast<void>(node.read("k", {tag}, "old"));
    static_cast<void>(node.read("other", {tag}, "other"));
    REQUIRE(node.has("k"));
    CHECK(server.ask({"DEL", lost}) == ":1\r\n");
    CHECK_FALSE(node.has("k"));
    // Another read makes the marker anew.
    static_cast<void>(node.read("other", {tag}, "new"));
    CHECK(node.has("other"));
    CHECK_FALSE(node.has("k"));
  }
}

TEST_CASE("what was invalidated stays so when the marker is lost after, and made anew") {
  for (const std::string& lost : marker_keys()) {
    const Server server;
    Node node(server);
    static_cast<void>(node.read("k", {tag}, "old"));
    node.cache.invalidate(Tag("users"));
    tell(server, {"DEL", lost});
    static_cast<void>(node.read("other", {tag}, "other"));
    CHECK_FALSE(node.has("k"));
  }
}

TEST_CASE("an exact invalidation is not forgotten when a load below makes the marker anew") {
  const Server server;
  Node node(server);
  const Tag above("users", wild("1"));
  static_cast<void>(node.read("first", {above}, "makes the markers"));
  // While it runs, what is above its tag is stored, and exactly that invalidated; but the marker is gone.
  const auto load = [&] {
    static_cast<void>(node.read("k", {above}, "old"));
    REQUIRE(node.has("k"));
    tell(server, {"DEL", layout().tag(above.bytes())});
    node.cache.invalidate(above, tagcache::Reach::exact);
    return std::string("v");
  };
  CHECK(*node.cache.query<std::string>("below", {tag}, load) == "v");
  CHECK(node.has("below"));
  CHECK_FALSE(node.has("k"));
}

TEST_CASE("a tag that moved while a load ran counts, although its marker was lost") {
  for (const bool by_result : {false, true}) {
    const Server server;
    Node node(server);
    static_cast<void>(node.read("other", {tag}, "makes the markers"));
    const auto load = [&] {
      node.cache.invalidate(Tag("users", wild("1")));
      for (const std::string& key : marker_keys()) tell(server, {"DEL", key});
      return tagcache::Loaded<std::string>("old").tags(by_result ? tagcache::TagSet{tag} : tagcache::TagSet{});
    };
    CHECK(*node.cache.query<std::string>("k", by_result ? tagcache::TagSet{} : tagcache::TagSet{tag}, load) == "old");
    CHECK_FALSE(node.has("k"));
  }
}

TEST_CASE("when the record of moves is lost, loads that began before are not kept") {
  const Server server;
  Node node(server);
  static_cast<void>(node.read("before", {}, "its marker of the cache is older than the load"));
  const auto load = [&] {
    node.cache.invalidate(tag);
    CHECK(server.ask({"DEL", layout().moves()}) == ":1\r\n");
    static_cast<void>(node.read("other", {}, "a load that ends meanwhile"));
    return std::string("old");
  };
  CHECK(*node.cache.query<std::string>("k", {tag}, load) == "old");
  CHECK_FALSE(node.has("k"));
  CHECK(node.read("k", {tag}, "new") == "new");
  CHECK(node.has("k"));
}

TEST_CASE("a key that was erased while a load ran stays so, although nothing of it is left") {
  for (const std::string what : {"erase", "expire", "set"}) {
    const Server server;
    Node node(server);
    static_cast<void>(node.read("k", {}, "before"));
    const auto load = [&] {
      if (what == "erase") node.cache.del("k");
      if (what == "expire") node.cache.expire("k");
      if (what == "set") node.cache.set<std::string>("k", "set", {});
      tell(server, {"DEL", entry_key});
      return std::string("old");
    };
    CHECK(*node.cache.query<std::string>(tagcache::force_refresh, "k", {}, load) == "old");
    CHECK_FALSE(node.has("k"));
  }
}

TEST_CASE("all is cold when the incarnation was evicted") {
  const Server server;
  Node node(server);
  static_cast<void>(node.read("k", {tag}, "old"));
  CHECK(server.ask({"DEL", layout().incarnation()}) == ":1\r\n");
  CHECK_FALSE(node.has("k"));
  CHECK(node.read("k", {tag}, "new") == "new");
  CHECK(node.has("k"));
}

TEST_CASE("a load of before FLUSHALL is not kept, and nothing comes back after it") {
  const Server server;
  Node node(server);
  static_cast<void>(node.read("k", {tag}, "before"));
  const auto load = [&] {
    node.cache.invalidate(tag);
    tell(server, {"FLUSHALL"});
    return std::string("old");
  };
  CHECK(*node.cache.query<std::string>("other", {tag}, load) == "old");
  CHECK_FALSE(node.has("k"));
  CHECK_FALSE(node.has("other"));
  CHECK(node.read("other", {tag}, "new") == "new");
  CHECK(node.has("other"));
}

TEST_CASE("numbers that begin again after FLUSHALL do not make a load of before look new") {
  const Server server;
  Node node(server);
  for (int i = 0; i < 20; ++i) node.cache.invalidate(tag);
  const auto load = [&] {
    tell(server, {"FLUSHALL"});
    node.cache.invalidate(tag);
    return std::string("old");
  };
  CHECK(*node.cache.query<std::string>("k", {tag}, load) == "old");
  CHECK_FALSE(node.has("k"));
}

TEST_CASE("after a restart with the data of before all is cold: they may lack the last invalidation") {
  Server server({"appendonly no"});
  Node node(server);
  for (int i = 0; i < 20; ++i) node.cache.invalidate(tag);
  static_cast<void>(node.read("k", {tag}, "old"));
  tell(server, {"SAVE"});
  node.cache.invalidate(tag);
  server.kill();
  server.start();
  redis_test::reach(node);
  static_cast<void>(node.read("other", {tag}, "makes markers of low numbers"));
  CHECK(server.ask({"EXISTS", entry_key}) == ":1\r\n");  // the snapshot has it, and its markers
  CHECK_FALSE(node.has("k"));
  CHECK(node.read("k", {tag}, "new") == "new");
  CHECK(node.has("k"));
  Node other(server);  // a connection more is no reason to give anything up
  CHECK(other.has("k"));
}

TEST_CASE("after a restart without data all is cold") {
  Server server;
  Node node(server);
  static_cast<void>(node.read("k", {tag}, "old"));
  server.kill();
  server.start();
  redis_test::reach(node);
  CHECK_FALSE(node.has("k"));
  CHECK(node.read("k", {tag}, "new") == "new");
  CHECK(node.has("k"));
}

TEST_CASE("data that go back in time while the connection stands are noticed") {
  const Server server;
  Node node(server);
  static_cast<void>(node.read("k", {tag}, "old"));
  std::vector<std::string> keys = marker_keys();
  keys.push_back(layout().incarnation());
  for (const std::string& key : keys) tell(server, {"COPY", key, "old " + key});
  node.cache.invalidate(tag);
  for (const std::string& key : keys) tell(server, {"COPY", "old " + key, key, "REPLACE"});
  CHECK_FALSE(node.has("k"));
  CHECK(node.store->stats().set_back == 1);
  Node other(server);  // who knew nothing of it sees that all is cold
  CHECK_FALSE(other.has("k"));
}

TEST_CASE("data that went back are noticed by writes, too") {
  const auto write = GENERATE(
      as<void (*)(Node&)>{}, [](Node& node) { node.cache.invalidate(Tag("other")); },
      [](Node& node) { node.cache.clear(); }, [](Node& node) { node.cache.del("other"); },
      [](Node& node) { node.cache.expire("other"); },
      [](Node& node) { node.cache.set<std::string>("other", "v", {}); });
  const Server server;
  Node node(server);
  static_cast<void>(node.read("k", {tag}, "old"));
  std::vector<std::string> keys = marker_keys();
  keys.push_back(layout().incarnation());
  for (const std::string& key : keys) tell(server, {"COPY", key, "old " + key});
  for (int i = 0; i < 10; ++i) node.cache.invalidate(tag);
  for (const std::string& key : keys) tell(server, {"COPY", "old " + key, key, "REPLACE"});
  write(node);
  CHECK(node.store->stats().set_back == 1);
  Node other(server);  // who knew nothing of it sees that all is cold
  CHECK_FALSE(other.has("k"));
}

TEST_CASE("nothing is revived when maxmemory evicts what it likes") {
  const Server server({"maxmemory-policy allkeys-random", "maxmemory-samples 1"});
  Node node(server);
  const auto used = server.ask({"INFO", "memory"});
  const auto at = used.find("used_memory:");
  const long long bytes = std::stoll(used.substr(at + 12));
  tell(server, {"CONFIG", "SET", "maxmemory", std::to_string(bytes + 3'000'000)});
  std::vector<int> newest(50, 0);
  const std::string padding(2'000, 'x');
  int wrong = 0;
  int served = 0;
  for (int round = 0; round < 3'000; ++round) {
    const auto which = static_cast<std::size_t>(round * 7919 % 50);
    const std::string name = std::to_string(which);
    const Tag its_tag("rows", wild(name));
    if (round % 3 == 0) {
      try {
        node.cache.invalidate(its_tag);
        newest[which] = round;
      } catch (const tagcache::StoreError&) {
      }
    }
    const auto found =
        node.cache.query<std::string>("row" + name, {its_tag}, [&] { return std::to_string(round) + ' ' + padding; });
    if (found.status() == tagcache::Status::hit) ++served;
    if (std::stoi(*found) < newest[which]) ++wrong;
    static_cast<void>(
        node.read("filler" + std::to_string(round), {Tag("filler", wild(std::to_string(round)))}, padding));
  }
  CHECK(wrong == 0);
  CHECK(served > 0);
  const std::string stats = server.ask({"INFO", "stats"});
  CHECK(stats.find("evicted_keys:0\r") == std::string::npos);
}
