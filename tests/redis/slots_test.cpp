// Which slot a key has, which server a slot, and what redirections say.
#include "slots.hpp"

#include <string>

#include "catch.hpp"

using namespace tagcache::detail::redis;
using tagcache::RedisAddress;

namespace {

Reply parse(std::string_view bytes) {
  ReplyParser parser;
  parser.feed(bytes);
  return parser.next().value();
}

Endpoint at(const std::string& host, std::uint16_t port) { return {{host, port}, {}}; }

}  // namespace

TEST_CASE("keys have the slots that CLUSTER KEYSLOT tells") {
  CHECK(slot_of("") == 0);
  CHECK(slot_of("123456789") == 12739);
  CHECK(slot_of("foo") == 12182);
  CHECK(slot_of("{foo}") == 12182);
  CHECK(slot_of("a{foo}b{bar}") == 12182);
  CHECK(slot_of("foo{}{bar}") == 8363);
  CHECK(slot_of("foo{{bar}}zap") == slot_of("{bar"));
  CHECK(slot_of("foo{") == slot_of(std::string("foo{")));
  CHECK(slot_of("{foo") != slot_of("foo"));
}

TEST_CASE("a map of slots is read from the answer of a server") {
  const auto map = SlotMap::read(parse("*3\r\n"
                                       "*4\r\n:0\r\n:5460\r\n*4\r\n$9\r\n127.0.0.1\r\n:7000\r\n$2\r\nid\r\n*0\r\n"
                                       "*3\r\n$9\r\n127.0.0.1\r\n:7003\r\n$2\r\nid\r\n"
                                       "*3\r\n:5461\r\n:5461\r\n*3\r\n_\r\n:7001\r\n$2\r\nid\r\n"
                                       "*3\r\n:5462\r\n:16383\r\n*3\r\n$3\r\n::1\r\n:7002\r\n$2\r\nid\r\n"),
                                 "here");
  REQUIRE(map);
  CHECK(*map->server_of(0) == at("127.0.0.1", 7000));
  CHECK(*map->server_of(5460) == at("127.0.0.1", 7000));
  CHECK(*map->server_of(5461) == at("here", 7001));
  CHECK(*map->server_of(16383) == at("::1", 7002));
  CHECK(map->servers().size() == 3);
  CHECK(map->server_of(slot_count) == nullptr);
}

TEST_CASE("slots that nobody has, and servers whose name nobody knows, are left out") {
  const auto map = SlotMap::read(
      parse("*2\r\n*3\r\n:0\r\n:9\r\n*2\r\n$1\r\n?\r\n:7000\r\n*3\r\n:20\r\n:29\r\n*2\r\n$1\r\na\r\n:1\r\n"), "here");
  REQUIRE(map);
  CHECK(map->server_of(0) == nullptr);
  CHECK(map->server_of(15) == nullptr);
  CHECK(*map->server_of(25) == at("a", 1));
}

TEST_CASE("what is no map of slots is not taken for one") {
  const std::string bytes = GENERATE(
      as<std::string>{}, "*0\r\n", "-ERR no\r\n", "+OK\r\n", "*1\r\n:1\r\n",
      "*1\r\n*3\r\n:0\r\n:16384\r\n*2\r\n$1\r\na\r\n:1\r\n", "*1\r\n*3\r\n:5\r\n:4\r\n*2\r\n$1\r\na\r\n:1\r\n",
      "*1\r\n*3\r\n:-1\r\n:4\r\n*2\r\n$1\r\na\r\n:1\r\n", "*1\r\n*3\r\n:0\r\n:4\r\n*2\r\n$1\r\na\r\n:65536\r\n",
      "*1\r\n*3\r\n:0\r\n:4\r\n*1\r\n$1\r\na\r\n", "*1\r\n*2\r\n:0\r\n:4\r\n");
  CAPTURE(bytes);
  CHECK_FALSE(SlotMap::read(parse(bytes), "here"));
}

TEST_CASE("redirections say where to ask") {
  const auto moved = redirection(parse("-MOVED 3999 127.0.0.1:6381\r\n"), "here");
  REQUIRE(moved);
  CHECK(moved->slot == 3999);
  CHECK(moved->server == at("127.0.0.1", 6381));
  CHECK_FALSE(moved->ask);
  const auto ask = redirection(parse("-ASK 0 2001:db8::1:6381\r\n"), "here");
  REQUIRE(ask);
  CHECK(ask->server == at("2001:db8::1", 6381));
  CHECK(ask->ask);
  CHECK(redirection(parse("-MOVED 1 :6381\r\n"), "here")->server == at("here", 6381));
}

TEST_CASE("what is no redirection is not followed") {
  const std::string bytes = GENERATE(as<std::string>{}, "+MOVED 1 a:1\r\n", "-ERR MOVED 1 a:1\r\n", "-MOVED\r\n",
                                     "-MOVED 1\r\n", "-MOVED 16384 a:1\r\n", "-MOVED x a:1\r\n", "-MOVED 1 a\r\n",
                                     "-MOVED 1 a:0\r\n", "-MOVED 1 a:65536\r\n");
  CAPTURE(bytes);
  CHECK_FALSE(redirection(parse(bytes), "here"));
}
