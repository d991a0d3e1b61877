// The client and real sentinels.
#include <string>

#include "catch.hpp"
#include "client.hpp"
#include "patience.hpp"
#include "server.hpp"

using namespace tagcache;
using namespace tagcache::detail::redis;
using redis_test::answer_in_the_end;
using redis_test::Server;

namespace {

std::string port_of(const Server& server) { return std::to_string(server.port()); }

/// A primary, a replica of it, and a sentinel that watches them.
struct Watched {
  Server primary;
  Server replica{{"replicaof 127.0.0.1 " + port_of(primary)}};
  Server sentinel{{"sentinel monitor main 127.0.0.1 " + port_of(primary) + " 1",
                   "sentinel down-after-milliseconds main 300", "sentinel failover-timeout main 3000"},
                  true};

  std::string url() const {
    // The first one is not there.
    return "redis+sentinel://127.0.0.1:" + std::to_string(redis_test::free_port()) + ",127.0.0.1:" + port_of(sentinel) +
           "/main";
  }
};

}  // namespace

TEST_CASE("the primary is where sentinels say, also after another one took over") {
  Watched watched;
  Client client({.server = redis_server(watched.url())});
  client.connect();
  watched.replica.ask_until({"INFO", "replication"}, "master_link_status:up");
  watched.sentinel.ask_until({"SENTINEL", "REPLICAS", "main"}, port_of(watched.replica));
  const Commands write_and_wait = Commands().add("SET", "a", "1").add("WAIT", 1, 5000);
  REQUIRE(client.ask(write_and_wait, {.timeout = std::chrono::seconds(10)}).at(1).integer == 1);
  watched.primary.kill();
  watched.replica.ask_until({"ROLE"}, "master");
  CHECK(answer_in_the_end(client, Commands().add("GET", "a"), {.repeatable = true}).text == "1");
  CHECK(client.ask(Commands().add("SET", "a", "2")).at(0).text == "OK");
  CHECK(watched.replica.ask({"GET", "a"}) == "$1\r\n2\r\n");
}

TEST_CASE("a primary that no sentinel knows is told about") {
  Watched watched;
  RedisServer server = redis_server(watched.url());
  server.primary = "other";
  Client client({.server = server});
  CHECK_THROWS_WITH(client.connect(),
                    Catch::Contains("where the primary 'other' is; the last: it does not know this name"));
}

TEST_CASE("a primary is not taken for a sentinel") {
  Server server;
  Client client({.server = redis_server("redis+sentinel://127.0.0.1:" + port_of(server) + "/main")});
  CHECK_THROWS_WITH(client.connect(), Catch::Contains("this is no sentinel"));
}
