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

/// Says hello in two steps, and refuses the connection when it is told to.
class TwoSteps : public Handshake {
 public:
  explicit TwoSteps(const std::atomic<bool>& refuses) : refuses_(refuses) {}
  Commands next(std::span<const Reply> replies) override {
    if (refuses_) throw StoreError("not with us");
    switch (step_++) {
      case 0:
        return Commands().add("INCR", "first").add("INCR", "second");
      case 1:
        return Commands().add("SET", "third", replies[0].integer + replies[1].integer);
      default:
        return {};
    }
  }

 private:
  const std::atomic<bool>& refuses_;
  int step_ = 0;
};

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
  const auto held = std::make_shared<int>();
  options.handshake = [held]() -> std::unique_ptr<Handshake> { return nullptr; };
  auto client = std::make_shared<Client>(std::move(options));
  std::promise<Reply> promise;
  client->ask_async(Commands().add("PING"), {},
                    [&promise, client](const Answer& answer) { promise.set_value(answer.replies.at(0)); });
  client.reset();
  CHECK(promise.get_future().get().text == "PONG");
  while (held.use_count() > 1) std::this_thread::yield();
}

TEST_CASE("the handshake comes before all else, on each connection") {
  Server server;
  ClientOptions options = options_for(server);
  const std::atomic<bool> refuses = false;
  options.handshake = [&] { return std::make_unique<TwoSteps>(refuses); };
  Client client(std::move(options));
  CHECK(client.ask(Commands().add("GET", "third")).at(0).text == "2");
  static_cast<void>(server.ask({"CLIENT", "KILL", "TYPE", "normal"}));
  server.ask_until({"GET", "third"}, "$1\r\n4\r\n");
  CHECK(client.ask(Commands().add("GET", "third"), {.repeatable = true}).at(0).text == "4");
}

TEST_CASE("a handshake refuses a connection, and gets another one later") {
  Server server;
  ClientOptions options = options_for(server);
  std::atomic<bool> refuses = true;
  options.handshake = [&] { return std::make_unique<TwoSteps>(refuses); };
  Client client(std::move(options));
  CHECK_THROWS_WITH(client.connect(), Catch::Contains("not with us"));
  refuses = false;
  while (!client.is_up()) std::this_thread::yield();
  CHECK(client.ask(Commands().add("GET", "third")).at(0).text == "2");
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

TEST_CASE("a call without commands is answered without a server") {
  ClientOptions options;
  options.server.addresses = {{"127.0.0.1", redis_test::free_port()}};
  Client client(std::move(options));
  CHECK(client.ask({}).empty());
  CHECK(client.ask_all({}).empty());
}
