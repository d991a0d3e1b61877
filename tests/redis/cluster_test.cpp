// The client against a real cluster.
#include <atomic>
#include <string>
#include <vector>

#include "catch.hpp"
#include "client.hpp"
#include "cluster_fixture.hpp"
#include "patience.hpp"
#include "slots.hpp"

using namespace tagcache;
using namespace tagcache::detail::redis;
using redis_test::answer_in_the_end;
using redis_test::ClusterOfServers;

namespace {

Reply ask_for(Client& client, const std::string& key, const Commands& commands, bool repeatable = false) {
  return client.ask(commands, {.slot = slot_of(key), .repeatable = repeatable}).back();
}

bool set(Client& client, const std::string& key, const std::string& value) {
  return ask_for(client, key, Commands().add("SET", key, value)).text == "OK";
}

std::string get(Client& client, const std::string& key) {
  return ask_for(client, key, Commands().add("GET", key)).text;
}

/// A key whose slot the first of three servers has, `number` tells them apart.
std::string key_of_first(int number) {
  for (int i = 0;; ++i) {
    std::string key = std::to_string(number) + ":" + std::to_string(i);
    if (slot_of(key) < slot_count / 3) return key;
  }
}

void move_slot(ClusterOfServers& cluster, std::uint16_t slot, const std::string& how, std::size_t server,
               std::size_t node) {
  cluster[server].ask_until({"CLUSTER", "SETSLOT", std::to_string(slot), how, cluster.id_of(node)}, "+OK");
}

}  // namespace

TEST_CASE("keys are asked where they are, and what is sent before the first answer side by side") {
  ClusterOfServers cluster(3);
  Client client({.server = redis_server(cluster.url())});
  client.connect();
  std::vector<Underway> sent;
  for (int i = 0; i < 100; ++i) {
    const std::string key = "key" + std::to_string(i);
    sent.push_back(client.send(Commands().add("SET", key, i).add("GET", key), {.slot = slot_of(key)}));
  }
  for (int i = 0; i < 100; ++i) CHECK(sent[static_cast<std::size_t>(i)].replies().at(1).text == std::to_string(i));
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(cluster[i].ask({"DBSIZE"}) != ":0\r\n");
    CHECK(cluster[i].ask({"INFO", "errorstats"}).find("MOVED") == std::string::npos);
  }
}

TEST_CASE("a slot that moved is followed, also while it is on its way") {
  ClusterOfServers cluster(3);
  Client client({.server = redis_server(cluster.url())});
  const std::string here = key_of_first(0);
  const std::string gone = "{" + here + "}gone";
  const std::uint16_t slot = slot_of(here);
  REQUIRE(set(client, here, "1"));

  move_slot(cluster, slot, "IMPORTING", 1, 0);
  move_slot(cluster, slot, "MIGRATING", 0, 1);
  // What the first server does not have any more, the second one is asked for.
  CHECK(get(client, here) == "1");
  CHECK(set(client, gone, "2"));
  const auto both = client.ask(Commands().add("GET", gone).add("GET", here).add("GET", gone), {.slot = slot});
  REQUIRE(both.size() == 3);
  CHECK(both[0].text == "2");
  CHECK(both[1].text == "1");
  CHECK(both[2].text == "2");
  // What has no keys is about the server that did the rest: its clock, its replicas.
  const auto times_of_second = [&] { return cluster[1].ask({"INFO", "commandstats"}); };
  const auto get_at = [&](const std::string& key) {
    return client.ask(Commands().add("GET", key).add("TIME"), {.slot = slot});
  };
  CHECK(get_at(gone).at(1).items.size() == 2);
  CHECK(times_of_second().find("cmdstat_time:calls=1,") != std::string::npos);
  CHECK(get_at(here).at(0).text == "1");
  CHECK(times_of_second().find("cmdstat_time:calls=1,") != std::string::npos);

  const std::string port = std::to_string(cluster[1].port());
  cluster[0].ask_until({"MIGRATE", "127.0.0.1", port, here, "0", "5000"}, "+OK");
  for (const std::size_t server : {1u, 0u, 2u}) move_slot(cluster, slot, "NODE", server, 1);
  CHECK(get_at(here).at(0).text == "1");
  CHECK(times_of_second().find("cmdstat_time:calls=2,") != std::string::npos);
  CHECK(get(client, gone) == "2");
  CHECK(get(client, here) == "1");
  CHECK(cluster[0].ask({"INFO", "errorstats"}).find("errorstat_MOVED:count=1\r\n") != std::string::npos);
}

TEST_CASE("a replica that takes over is found") {
  ClusterOfServers cluster(3, 3);
  Client client({.server = redis_server(cluster.url())});
  const std::string key = key_of_first(1);
  const Commands write_and_wait = Commands().add("SET", key, "1").add("WAIT", 1, 5000);
  REQUIRE(client.ask(write_and_wait, {.slot = slot_of(key), .timeout = std::chrono::seconds(10)}).at(1).integer == 1);
  cluster[0].kill();
  cluster[3].ask_until({"ROLE"}, "master");
  CHECK(answer_in_the_end(client, Commands().add("GET", key), {.slot = slot_of(key), .repeatable = true}).text == "1");
  CHECK(set(client, key, "2"));
  CHECK(get(client, key) == "2");
}

TEST_CASE("what a server was asked that left the cluster is asked where its slots are now") {
  ClusterOfServers cluster(3);
  Client client({.server = redis_server(cluster.url())});
  const std::string key = key_of_first(3);
  REQUIRE(set(client, key, "old"));
  cluster[0].pause();
  const Call call{.slot = slot_of(key), .repeatable = true, .timeout = std::chrono::minutes(10)};
  std::atomic<bool> is_answered = false;
  std::string answer;
  client.ask_async(Commands().add("GET", key), call, [&](const Answer& its) {
    answer = its.error ? "none" : its.replies.front().text;
    is_answered = true;
  });
  Call once = call;
  once.repeatable = false;
  Underway written = client.send(Commands().add("APPEND", key, "twice?"), once);

  const std::string last = std::to_string(slot_count / 3 - 1);
  for (const std::string how : {"DELSLOTSRANGE", "ADDSLOTSRANGE"}) {
    cluster[1].ask_until({"CLUSTER", how, "0", last}, "+OK");
  }
  cluster[1].ask_until({"SET", key, "new"}, "+OK");
  cluster[2].ask_until({"GET", key}, "127.0.0.1:" + std::to_string(cluster[1].port()));
  // Slots go on from the second server to the third, of which the client hears: it looks again who has which.
  for (int i = 0; !is_answered && i < 20'000; ++i) {
    const std::string other = std::to_string(i);
    if (slot_of(other) < slot_count / 3 || slot_of(other) >= slot_count * 2 / 3) continue;
    for (const std::size_t server : {2u, 1u}) move_slot(cluster, slot_of(other), "NODE", server, 2);
    CHECK(get(client, other).empty());
  }
  REQUIRE(is_answered);
  CHECK(answer == "new");
  CHECK_THROWS_WITH(written.replies(), Catch::Contains("has no slots of the cluster any more"));
  CHECK(get(client, key) == "new");
}

TEST_CASE("a cluster that is not there is told about at once") {
  Client client({.server = redis_server("redis://127.0.0.1:" + std::to_string(redis_test::free_port()) +
                                        ",127.0.0.1:" + std::to_string(redis_test::free_port()))});
  CHECK_THROWS_AS(client.connect(), ClientError);
  CHECK_THROWS_AS(get(client, "a"), ClientError);
}

TEST_CASE("who asks a cluster that says nothing waits for as long as the call may take, and not for the connections") {
  redis_test::Server one;
  redis_test::Server other;
  RedisServer where = redis_server("redis://127.0.0.1:" + std::to_string(one.port()) +
                                   ",127.0.0.1:" + std::to_string(other.port()) + "?timeout=5m&connect_timeout=1m");
  one.pause();
  other.pause();
  Client client({.server = where});
  const auto begin = std::chrono::steady_clock::now();
  Underway patient = client.send(Commands().add("GET", "a"), {.slot = slot_of("a")});
  for (const auto timeout : {std::chrono::milliseconds(100), std::chrono::milliseconds(10)}) {
    CHECK_THROWS_WITH(client.ask(Commands().add("GET", "a"), {.slot = slot_of("a"), .timeout = timeout}),
                      Catch::Contains("no server of the cluster told in time"));
  }
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
  client.disconnect();
  CHECK_THROWS_WITH(patient.replies(), Catch::Contains("was disconnected"));
  one.resume();
  other.resume();
}

TEST_CASE("one server of a cluster is not taken for all of it, nor one server for a cluster") {
  ClusterOfServers cluster(1);
  Client one({.server = redis_server(cluster[0].url())});
  CHECK_THROWS_WITH(one.connect(), Catch::Contains("write redis+cluster://"));
  redis_test::Server server;
  Client other({.server = redis_server("redis+cluster://127.0.0.1:" + std::to_string(server.port()))});
  CHECK_THROWS_WITH(other.connect(), Catch::Contains("not part of a cluster"));
}

TEST_CASE("what waits for replicas is not asked of a server that was not asked for the rest") {
  ClusterOfServers cluster(3, 1);
  Client client({.server = redis_server(cluster.url())});
  const std::string key = key_of_first(2);
  const Call call{.slot = slot_of(key), .timeout = std::chrono::seconds(20), .waits = true};
  const auto write_and_wait = [&](int milliseconds) {
    return client.ask(Commands().add("SET", key, "1").add("WAIT", 1, milliseconds), call);
  };
  REQUIRE(write_and_wait(10'000).at(1).integer == 1);  // the first server has a replica
  cluster[0].ask_until({"DEL", key}, ":1");
  for (const std::size_t server : {1u, 0u, 2u}) move_slot(cluster, slot_of(key), "NODE", server, 1);
  const auto replies = write_and_wait(10);
  CHECK(replies.at(0).text == "OK");
  CHECK(replies.at(1).integer == 0);  // and the second one has none
}

TEST_CASE("a server that hangs does not hold up who looks for the slots of a cluster") {
  ClusterOfServers cluster(3);
  redis_test::Server hanging;
  hanging.pause();
  RedisServer where = redis_server(cluster.url());
  where.addresses.push_back({"127.0.0.1", hanging.port()});  // the last is asked first
  where.connect_timeout = std::chrono::minutes(1);
  const auto begin = std::chrono::steady_clock::now();
  Client client({.server = where});
  CHECK(set(client, "a", "1"));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
  hanging.resume();
}
