// Starting with Redis, and stopping: programs that want to know whether it is there.
#include <future>
#include <string>
#include <tagcache/codec/standard.hpp>

#include "catch.hpp"
#include "store_world.hpp"

using namespace redis_test;
using tagcache::StoreError;

namespace {

/// What a store says that does not become ready; empty when it does.
std::string trouble_of(tagcache::RedisServer where, std::chrono::milliseconds patience) {
  const auto store = tagcache::redis(where);
  try {
    store->wait_until_ready(patience);
  } catch (const StoreError& error) {
    return error.what();
  }
  return {};
}

/// The same, with patience enough that the server has said `part`: machines that test are busy.
std::string refusal_of(const tagcache::RedisServer& where, const std::string& part) {
  std::string said;
  for (auto patience = 50ms; patience < 30s && said.find(part) == std::string::npos; patience *= 2) {
    said = trouble_of(where, patience);
  }
  return said;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("who waits for a server that is there goes on, and has stored nothing [R-004] [R-010]") {
  const Server server;
  Node node(server);
  node.store->wait_until_ready();
  CHECK(calls(server, "eval") + calls(server, "evalsha") > 0);
  CHECK(server.ask({"EXISTS", layout().entry("app:\"k\"")}) == ":0\r\n");
  CHECK(server.ask({"DBSIZE"}) == ":1\r\n");  // the incarnation
  CHECK(node.read("k", {}, "v") == "v");
}

TEST_CASE("who waits for a server that comes later is told when it has come [R-003] [RX-25]") {
  Server server;
  server.kill();
  Node node(server);
  CHECK_THROWS_AS(node.store->wait_until_ready(0s), StoreError);
  auto waiting = std::async(std::launch::async, [&] { node.store->wait_until_ready(60s); });
  server.start();
  CHECK_NOTHROW(waiting.get());
}

TEST_CASE("who waits in vain is told why, when the time is over [R-006] [R-012] [R-018]") {
  const Server server({"requirepass right"});
  auto where = server_of(server);
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(trouble_of(where, 100ms).empty());
  CHECK(std::chrono::steady_clock::now() - begin >= 100ms);
  CHECK(has(refusal_of(where, "none was given"), "the server wants a password, and none was given"));
  where.login.password = "wrong";
  const std::string refused = refusal_of(where, "does not know");
  CHECK(has(refused, "127.0.0.1:" + std::to_string(server.port())));
  CHECK(has(refused, "does not know this user and password"));
  CHECK_FALSE(has(refused, "wrong"));
  where.login.password = "right";
  CHECK(trouble_of(where, 60s).empty());
}

TEST_CASE("a user who may not run scripts is not ready") {
  const Server server({"user default on nopass ~* &* +@all -@scripting"});
  CHECK(has(refusal_of(server_of(server), "NOPERM"), "NOPERM"));
}

TEST_CASE("what the server refused is what is said when the time is over, and not that it is [R-012]") {
  const Server server({"user default on nopass ~* &* +@all -@scripting"});
  CHECK(has(trouble_of(server_of(server), 2s), "NOPERM"));
}

TEST_CASE("a user who may not read is not ready") {
  const std::string forbidden = GENERATE(as<std::string>{}, "mget", "time");
  const Server server({"user default on nopass ~* &* +@all -" + forbidden});
  CHECK(has(refusal_of(server_of(server), "NOPERM"), "the commands of"));
}

TEST_CASE("a user who may not use the keys is told that it may be the keys") {
  const Server server({"user default on nopass ~other:* &* +@all"});
  CHECK(has(refusal_of(server_of(server), "NOPERM"), "needs the keys"));
}

TEST_CASE("a user who may not announce is told so by the first write") {
  const Server server({"user default on nopass ~* resetchannels +@all"});
  Node node(server);
  node.store->wait_until_ready();
  CHECK_THROWS_WITH(node.cache.invalidate(tagcache::Tag("t")), Catch::Contains("needs the keys and the channel"));
}

TEST_CASE("a server that has a command under another name is not ready, and named") {
  const std::string name = GENERATE(as<std::string>{}, "EVAL", "PUBLISH");
  const Server server({"rename-command " + name + " other"});
  Node node(server);
  const std::string where = "Redis at 127.0.0.1:" + std::to_string(server.port()) + ": refused: ERR (";
  std::string said;
  try {
    node.store->wait_until_ready(1s);
    node.cache.invalidate(tagcache::Tag("t"));
  } catch (const StoreError& error) {
    said = error.what();
  }
  CHECK(has(said, where + "it does not know a command"));
  CHECK_FALSE(has(said, "{tagcache}"));
}

TEST_CASE("who stopped the store does not wait for it [R-013]") {
  const Server server;
  Node node(server);
  node.store->wait_until_ready();
  node.store->disconnect();
  node.store->disconnect();
  CHECK_THROWS_AS(node.store->wait_until_ready(60s), StoreError);
  CHECK(node.read("k", {}, "loaded") == "loaded");
}
