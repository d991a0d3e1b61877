// What becomes of requests when connections end, when time is over, and when the client does.
#include <future>
#include <memory>
#include <string>
#include <thread>

#include "catch.hpp"
#include "client.hpp"
#include "server.hpp"

using namespace tagcache;
using namespace tagcache::detail::redis;
using namespace std::chrono_literals;
using redis_test::Server;
using Kind = ClientError::Kind;

namespace {

ClientOptions options_for(const Server& server) {
  ClientOptions options;
  options.server.addresses = {{"127.0.0.1", server.port()}};
  options.server.connections = 1;
  options.server.command_timeout = 20s;
  return options;
}

std::future<Answer> ask(Client& client, const Commands& commands, const Call& call = {}) {
  auto promise = std::make_shared<std::promise<Answer>>();
  auto future = promise->get_future();
  client.ask_async(commands, call, [promise](Answer answer) { promise->set_value(std::move(answer)); });
  return future;
}

ClientError error_of(std::future<Answer> future) {
  const Answer answer = future.get();
  REQUIRE(answer.error);
  try {
    std::rethrow_exception(answer.error);
  } catch (const ClientError& error) {
    return error;
  }
}

/// Waits until a command waits for what others push.
std::future<Answer> blocked(Client& client, const Server& server, const Call& call = {}) {
  auto future = ask(client, Commands().add("BLPOP", "list", 0), call);
  server.ask_until({"INFO", "clients"}, "blocked_clients:1");
  return future;
}

/// Counts at the server how often somebody was introduced.
std::shared_ptr<const Introduction> introduction_of(const std::string& who) {
  return std::make_shared<Introduction>(Introduction{who, [who] { return Commands().add("INCR", who); }});
}

}  // namespace

TEST_CASE("what may have been done is not done again when the connection ends") {
  Server server;
  Client client(options_for(server));
  auto future = blocked(client, server);
  static_cast<void>(server.ask({"CLIENT", "KILL", "TYPE", "normal"}));
  const ClientError error = error_of(std::move(future));
  CHECK(error.kind() == Kind::lost);
  CHECK(error.perhaps_done());
}

TEST_CASE("what may be done twice is sent again, once", "[AX-11]") {
  Server server;
  Client client(options_for(server));
  auto future = blocked(client, server, {.repeatable = true});
  static_cast<void>(server.ask({"CLIENT", "KILL", "TYPE", "normal"}));
  server.ask_until({"INFO", "clients"}, "blocked_clients:1");
  SECTION("and answered") {
    static_cast<void>(server.ask({"RPUSH", "list", "1"}));
    CHECK(future.get().replies.at(0).items.at(1).text == "1");
  }
  SECTION("and not a third time") {
    static_cast<void>(server.ask({"CLIENT", "KILL", "TYPE", "normal"}));
    CHECK(error_of(std::move(future)).kind() == Kind::lost);
  }
}

TEST_CASE("who waits behind a slow command gives up alone") {
  Server server;
  Client client(options_for(server));
  auto slow = blocked(client, server);
  const ClientError error = error_of(ask(client, Commands().add("PING"), {.timeout = 20ms}));
  CHECK(error.kind() == Kind::timeout);
  CHECK(error.perhaps_done());
  auto behind = ask(client, Commands().add("ECHO", "2"));
  static_cast<void>(server.ask({"RPUSH", "list", "1"}));
  CHECK(slow.get().replies.at(0).items.at(1).text == "1");
  CHECK(behind.get().replies.at(0).text == "2");
}

TEST_CASE("a slow server is not taken for one that hangs by who became first in line a moment ago") {
  Server server;
  ClientOptions options = options_for(server);
  options.server.command_timeout = 2s;
  Client client(options);
  const Call patient{.timeout = 10min};
  const std::string connection = std::to_string(client.ask(Commands().add("CLIENT", "ID")).at(0).integer);
  auto first = blocked(client, server, patient);
  auto second = ask(client, Commands().add("BLPOP", "other", 0));
  auto third = ask(client, Commands().add("CLIENT", "ID"), patient);
  // The second waits behind the first for most of the time that it has.
  CHECK(error_of(ask(client, Commands().add("PING"), {.timeout = 1400ms})).kind() == Kind::timeout);
  static_cast<void>(server.ask({"RPUSH", "list", "1"}));
  CHECK(first.get().replies.at(0).items.at(1).text == "1");
  const ClientError error = error_of(std::move(second));
  CHECK(error.kind() == Kind::timeout);
  CHECK(error.perhaps_done());
  static_cast<void>(server.ask({"RPUSH", "other", "2"}));
  const Answer its = third.get();
  REQUIRE_FALSE(its.error);
  CHECK(std::to_string(its.replies.at(0).integer) == connection);
}

TEST_CASE("who has little time of his own does not end the connection of the others") {
  Server server;
  Client client(options_for(server));
  auto slow = ask(client, Commands().add("BLPOP", "list", 0), {.timeout = 20ms});
  auto behind = ask(client, Commands().add("ECHO", "2"));
  CHECK(error_of(std::move(slow)).kind() == Kind::timeout);
  static_cast<void>(server.ask({"RPUSH", "list", "1"}));
  const Answer its = behind.get();
  REQUIRE_FALSE(its.error);
  CHECK(its.replies.at(0).text == "2");
}

TEST_CASE("a server that hangs at what nobody waits for any more is given up") {
  Server server;
  ClientOptions options = options_for(server);
  options.server.command_timeout = 100ms;
  Client client(options);
  auto first = blocked(client, server, {.timeout = 10min});
  CHECK(error_of(ask(client, Commands().add("BLPOP", "other", 0))).kind() == Kind::timeout);
  auto third = ask(client, Commands().add("PING"), {.timeout = 30s});
  static_cast<void>(server.ask({"RPUSH", "list", "1"}));
  CHECK(first.get().replies.at(0).items.at(1).text == "1");
  const auto begin = std::chrono::steady_clock::now();
  CHECK(error_of(std::move(third)).kind() == Kind::timeout);
  CHECK(std::chrono::steady_clock::now() - begin < 20s);
}

TEST_CASE("what has no answer when the client ends fails") {
  Server server;
  auto client = std::make_unique<Client>(options_for(server));
  auto future = blocked(*client, server);
  client.reset();
  CHECK(error_of(std::move(future)).kind() == Kind::closed);
}

TEST_CASE("a client ends while it tries to connect") {
  Server server;
  server.pause();
  auto client = std::make_unique<Client>(options_for(server));
  auto future = ask(*client, Commands().add("PING"));
  client.reset();
  CHECK(error_of(std::move(future)).kind() == Kind::closed);
  server.resume();
}

TEST_CASE("a callback may be the last who holds the client") {
  Server server;
  ClientOptions options = options_for(server);
  const std::shared_ptr<Randomness> held = options.randomness;
  auto client = std::make_shared<Client>(std::move(options));
  std::promise<Reply> promise;
  client->ask_async(Commands().add("PING"), {},
                    [&promise, client](const Answer& answer) { promise.set_value(answer.replies.at(0)); });
  client.reset();
  CHECK(promise.get_future().get().text == "PONG");
  while (held.use_count() > 1) std::this_thread::yield();
}

TEST_CASE("who asks is introduced before, once on each connection") {
  Server server;
  Client client(options_for(server));
  const Call as_ann{.repeatable = true, .introduction = introduction_of("ann")};
  const Call as_bob{.repeatable = true, .introduction = introduction_of("bob")};
  const Commands get = Commands().add("GET", "ann").add("GET", "bob");
  CHECK(client.ask(get).at(0).is_nil());
  CHECK(client.ask(get, as_ann).at(0).text == "1");
  CHECK(client.ask(get, as_ann).at(1).is_nil());
  CHECK(client.ask(get, as_bob).at(1).text == "1");
  static_cast<void>(server.ask({"CLIENT", "KILL", "TYPE", "normal"}));
  CHECK(client.ask(get, as_bob).at(1).text == "2");
  const auto both = client.ask(get, as_ann);
  CHECK(both.at(0).text == "2");
  CHECK(both.at(1).text == "2");
}

TEST_CASE("who is not let in gets no answer but that, and is introduced again") {
  Server server;
  Client client(options_for(server));
  const Call as_ann{.introduction = introduction_of("ann")};
  const Commands look = Commands().add("GET", "bob").add("EXISTS", "ann");
  static_cast<void>(server.ask({"SET", "ann", "no number"}));
  for (int i = 0; i < 2; ++i) {
    const auto refused = client.ask(look, as_ann);
    REQUIRE(refused.size() == 2);
    CHECK(refused[0].error_code() == "ERR");
    CHECK(refused[1].error_code() == "ERR");
  }
  CHECK(client.ask(look).at(1).integer == 1);  // others are not kept out
  static_cast<void>(server.ask({"DEL", "ann"}));
  CHECK(client.ask(look, as_ann).at(1).integer == 1);
}

TEST_CASE("nothing is asked of a client that was disconnected") {
  Server server;
  Client client(options_for(server));
  auto future = blocked(client, server);
  client.disconnect();
  CHECK(error_of(std::move(future)).kind() == Kind::closed);
  const ClientError error = error_of(ask(client, Commands().add("PING")));
  CHECK(error.kind() == Kind::down);
  CHECK(std::string(error.what()).find("the client was disconnected") != std::string::npos);
  CHECK_FALSE(error.perhaps_done());
  CHECK_FALSE(client.is_up());
}

TEST_CASE("the error of a command is its answer, and costs the others nothing") {
  Server server;
  Client client(options_for(server));
  const auto replies = client.ask(Commands().add("SET", "a", "x").add("INCR", "a").add("NONSENSE").add("GET", "a"));
  CHECK(replies.at(1).error_code() == "ERR");
  CHECK(replies.at(2).error_code() == "ERR");
  CHECK(replies.at(3).text == "x");
  CHECK(client.is_up());
}

TEST_CASE("what a script was refused by a server before Redis 7 is told as by later ones, with who said it") {
  Server server;
  Client client(options_for(server));
  const auto refused = [&](const std::string& what) {
    const std::string before_7 = "ERR Error running script (call to f_1): @user_script:12: @user_script: 12: " + what;
    return client.ask(Commands().add("EVAL", "return redis.error_reply(ARGV[1])", 0, before_7)).at(0);
  };
  const Reply full = refused("-OOM command not allowed when used memory > 'maxmemory'.");
  CHECK(full.error_code() == "OOM");
  CHECK(full.items.at(0).text == "127.0.0.1:" + std::to_string(server.port()));
  CHECK(refused("-MISCONF Redis is configured to save RDB snapshots").error_code() == "MISCONF");
  CHECK(refused("a value that looks like -OOM").error_code() == "ERR");
  const auto connection = client.ask(Commands().add("CLIENT", "ID")).at(0).integer;
  CHECK(refused("-READONLY You can't write against a read only replica.").error_code() == "READONLY");
  CHECK(client.ask(Commands().add("CLIENT", "ID")).at(0).integer != connection);  // it was given up
}

TEST_CASE("a call without commands is answered without a server") {
  ClientOptions options;
  options.server.addresses = {{"127.0.0.1", redis_test::free_port()}};
  Client client(std::move(options));
  CHECK(client.ask({}).empty());
}
