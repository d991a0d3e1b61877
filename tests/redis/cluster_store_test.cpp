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
using redis_test::Server;
using tagcache::Tag;

namespace {

tagcache::RedisServer server_of(const ClusterOfServers& cluster) {
  tagcache::RedisServer where = tagcache::redis_server(cluster.url());
  where.command_timeout = std::chrono::seconds(10);
  where.connect_timeout = std::chrono::seconds(10);
  return where;
}

/// The server that has the keys of the namespace; its replica is as many behind it as there are primaries.
std::size_t owner_of_three() {
  const auto slot = tagcache::detail::redis::slot_of(redis_test::layout().incarnation());
  return slot * 3U / tagcache::detail::redis::slot_count;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

/// A number that INFO tells.
long long info(const Server& server, const std::string& section, const std::string& name) {
  const std::string text = server.ask({"INFO", section});
  return std::stoll(text.substr(text.find("\n" + name + ':') + name.size() + 2));
}

void await_same_data(const Server& primary, const Server& replica) {
  const auto written = info(primary, "replication", "master_repl_offset");
  while (info(replica, "replication", "slave_repl_offset") < written) std::this_thread::yield();
}

/// Gives the slots of a server to its replica, which then is replicated by it.
void change_places(const Server& primary, const Server& replica) {
  await_same_data(primary, replica);
  static_cast<void>(replica.ask({"CLUSTER", "FAILOVER", "TAKEOVER"}));
  replica.ask_until({"ROLE"}, "master");
  primary.ask_until({"INFO", "replication"}, "master_link_status:up");
}

/// A process with its own connections.
struct Node {
  explicit Node(const ClusterOfServers& cluster)
      : store(tagcache::redis(server_of(cluster))), cache(store, {.prefix = "app"}) {}

  std::string read(const std::string& loaded) {
    return *cache.query<std::string>("k", {Tag("t")}, [&] { return loaded; });
  }

  std::shared_ptr<tagcache::RedisStore> store;
  tagcache::Primitives cache;
};

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

TEST_CASE("while its slot is on its way hits go on, and writes that need keys of both servers say why they fail") {
  ClusterOfServers cluster(3);
  const std::size_t from = owner_of_three();
  const std::size_t to = (from + 1) % 3;
  const std::string slot = std::to_string(tagcache::detail::redis::slot_of(redis_test::layout().incarnation()));
  Node node(cluster);
  CHECK(node.read("v") == "v");
  cluster[to].ask_until({"CLUSTER", "SETSLOT", slot, "IMPORTING", cluster.id_of(from)}, "+OK");
  cluster[from].ask_until({"CLUSTER", "SETSLOT", slot, "MIGRATING", cluster.id_of(to)}, "+OK");
  CHECK(node.read("never") == "v");
  const std::string why = "Redis at 127.0.0.1:" + std::to_string(cluster[from].port()) +
                          ": refused: TRYAGAIN (the slot of the name space is on its way to another server";
  CHECK_THROWS_WITH(node.cache.invalidate(Tag("seen by nobody")), Catch::Contains(why));
  int loads = 0;
  const auto miss = [&] {
    return *node.cache.query<std::string>("other", {Tag("u")}, [&] { return std::to_string(++loads); });
  };
  CHECK(miss() == "1");
  CHECK(miss() == "2");
  for (const std::size_t server : {from, to}) cluster[server].ask_until({"CLUSTER", "SETSLOT", slot, "STABLE"}, "+OK");
  node.cache.invalidate(Tag("seen by nobody"));
  CHECK(miss() == "3");
  CHECK(miss() == "3");
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
  cluster[owner_of_three()].kill();
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

TEST_CASE("a server that became a replica serves nothing, though its connections stand") {
  ClusterOfServers cluster(3, 3);
  const Server& first = cluster[owner_of_three()];
  const Server& second = cluster[owner_of_three() + 3];
  Node node(cluster);
  CHECK(node.read("v") == "v");
  change_places(first, second);
  const auto served = redis_test::calls(first, "mget");
  Node other(cluster);
  other.cache.invalidate(Tag("t"));
  CHECK(node.read("new") == "new");
  CHECK(node.read("never") == "new");
  CHECK(redis_test::calls(first, "mget") == served);
  CHECK(first.ask({"INFO", "errorstats"}).find("MOVED") != std::string::npos);
}

TEST_CASE("a server that was a replica for a while is believed nothing, though its connections stood all the time") {
  const std::string what = GENERATE(as<std::string>{}, "connects anew", "reads", "writes first");
  CAPTURE(what);
  ClusterOfServers cluster(3, 3);
  Server& first = cluster[owner_of_three()];
  Server& second = cluster[owner_of_three() + 3];
  Node idle(cluster);
  CHECK(idle.read("old") == "old");
  change_places(first, second);
  if (what == "connects anew") {
    redis_test::tell(first, {"CLIENT", "KILL", "TYPE", "normal"});
    while (count(first.ask({"CLIENT", "LIST"}), "name=tagcache") < 2) std::this_thread::yield();
  }
  Node busy(cluster);
  CHECK(busy.read("older") == "older");
  await_same_data(second, first);
  // The last invalidation reaches one server alone, which is lost then.
  redis_test::tell(first, {"CONFIG", "SET", "masterauth", "not the one"});
  redis_test::tell(second, {"CLIENT", "KILL", "TYPE", "replica"});
  first.ask_until({"INFO", "replication"}, "master_link_status:down");
  busy.cache.invalidate(Tag("t"));
  second.kill();
  static_cast<void>(first.ask({"CLUSTER", "FAILOVER", "TAKEOVER"}));
  first.ask_until({"ROLE"}, "master");
  first.ask_until({"CLUSTER", "INFO"}, "cluster_state:ok");
  if (what == "writes first") idle.cache.invalidate(Tag("nobody"));
  const auto asked = redis_test::calls(first, "mget");
  CHECK_FALSE(idle.cache.has<std::string>("k"));
  CHECK(redis_test::calls(first, "mget") > asked);  // it was asked
  CHECK(idle.read("new") == "new");
  CHECK(idle.read("never") == "new");
}

TEST_CASE("a server that left its cluster announces nothing, which heartbeats notice") {
  ClusterOfServers cluster(3);
  const auto store = tagcache::layered(tagcache::memory(), tagcache::redis(server_of(cluster)),
                                       {.heartbeat = std::chrono::milliseconds(20)});
  tagcache::Primitives cache(store, {.prefix = "app"});
  const auto read = [&](const std::string& loaded) {
    return *cache.query<std::string>("k", {Tag("t")}, [&] { return loaded; });
  };
  const std::size_t left = (owner_of_three() + 1) % 3;  // one that has not the name space
  const auto listens = [&] { return count(cluster[left].ask({"CLIENT", "LIST", "TYPE", "pubsub"}), "id=") > 0; };
  while (!listens() || !store->stats().hears) {  // sent away from the others, it comes there
    for (const std::size_t i : {left + 1, left + 2})
      redis_test::tell(cluster[i % 3], {"CLIENT", "KILL", "TYPE", "pubsub"});
    std::this_thread::yield();
  }
  Node other(cluster);
  other.cache.invalidate(Tag("nobody"));
  while (store->stats().heard == 0) std::this_thread::yield();
  redis_test::tell(cluster[left], {"CLUSTER", "RESET"});
  CHECK(read("old") == "old");
  const auto before = store->stats();
  other.cache.invalidate(Tag("t"));
  while (read("new") == "old") std::this_thread::yield();
  const auto after = store->stats();
  CHECK(after.heard == before.heard);
  CHECK(after.distrusted > before.distrusted);
  CHECK(after.hears);
}
