// The client against a real server.
#include "client.hpp"

#include <future>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "server.hpp"

using namespace tagcache;
using namespace tagcache::detail::redis;
using redis_test::Server;

namespace {

ClientOptions options_for(const Server& server) {
  ClientOptions options;
  options.server.addresses = {{"127.0.0.1", server.port()}};
  return options;
}

Reply ask_one(Client& client, const Commands& commands, const Call& call = {}) {
  auto replies = client.ask(commands, call);
  REQUIRE(replies.size() == 1);
  return std::move(replies.front());
}

template <class... Words>
Reply ask_one(Client& client, const Words&... words) {
  return ask_one(client, Commands().add(words...));
}

ClientError::Kind kind_of_failure(Client& client, const Call& call = {}) {
  try {
    static_cast<void>(client.ask(Commands().add("GET", "a"), call));
  } catch (const ClientError& error) {
    return error.kind();
  }
  FAIL("it answered");
  return {};
}

}  // namespace

TEST_CASE("commands of one call are answered in one piece and in their order") {
  Server server;
  Client client(options_for(server));
  const std::string binary("\r\n\0x", 4);
  const auto replies =
      client.ask(Commands().add("SET", "a", binary).add("GET", "a").add("INCR", "a").add("GET", "none"));
  REQUIRE(replies.size() == 4);
  CHECK(replies[0].text == "OK");
  CHECK(replies[1].text == binary);
  CHECK(replies[2].error_code() == "ERR");
  CHECK(replies[3].is_nil());
  CHECK(client.is_up());
}

TEST_CASE("a socket of the machine does as well as a port") {
  Server server;
  ClientOptions options;
  options.server.unix_path = server.socket();
  options.server.database = 3;
  Client client(std::move(options));
  CHECK(ask_one(client, "SET", "a", "1").text == "OK");
  CHECK(ask_one(client, "CLIENT", "INFO").text.find(" db=3 ") != std::string::npos);
}

TEST_CASE("callers share connections, and each gets its own answers", "[A-108]") {
  Server server;
  Client client(options_for(server));
  std::vector<std::thread> callers;
  std::atomic<int> wrong = 0;
  for (int caller = 0; caller < 8; ++caller) {
    callers.emplace_back([&, caller] {
      for (int i = 0; i < 300; ++i) {
        const std::string value = std::to_string(caller * 1000 + i);
        const auto replies = client.ask(Commands().add("ECHO", value).add("ECHO", value + "x"));
        if (replies.size() != 2 || replies[0].text != value || replies[1].text != value + "x") ++wrong;
      }
    });
  }
  for (auto& caller : callers) caller.join();
  CHECK(wrong == 0);
  // The two of the client, and the one that asks.
  CHECK(server.ask({"INFO", "clients"}).find("connected_clients:3\r\n") != std::string::npos);
}

TEST_CASE("asynchronous callers are called back") {
  Server server;
  Client client(options_for(server));
  std::promise<Answer> answer;
  client.ask_async(Commands().add("ECHO", "hello"), {}, [&](Answer given) { answer.set_value(std::move(given)); });
  const Answer given = answer.get_future().get();
  REQUIRE(given.error == nullptr);
  CHECK(given.replies.at(0).text == "hello");
}

TEST_CASE("a server that is not there costs the first callers a try, and nobody else anything", "[A-105]") {
  ClientOptions options;
  options.server.addresses = {{"127.0.0.1", redis_test::free_port()}};
  Client client(std::move(options));
  CHECK_THROWS_AS(client.connect(), ClientError);
  CHECK(kind_of_failure(client) == ClientError::Kind::down);
  CHECK_FALSE(client.is_up());
}

TEST_CASE("the connection comes back when the server does") {
  Server server;
  Client client(options_for(server));
  CHECK(ask_one(client, "SET", "a", "1").text == "OK");
  server.kill();
  while (client.is_up()) std::this_thread::yield();
  CHECK(kind_of_failure(client) == ClientError::Kind::down);
  server.start();
  while (!client.is_up()) std::this_thread::yield();
  CHECK(ask_one(client, "GET", "a").is_nil());
}

TEST_CASE("a server that hangs costs one timeout") {
  Server server;
  ClientOptions options = options_for(server);
  options.server.connections = 1;
  options.server.command_timeout = std::chrono::milliseconds(300);
  Client client(std::move(options));
  client.connect();
  server.pause();
  CHECK(kind_of_failure(client) == ClientError::Kind::timeout);
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 1000; ++i) CHECK(kind_of_failure(client) == ClientError::Kind::down);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
  server.resume();
  while (!client.is_up()) std::this_thread::yield();
  CHECK(ask_one(client, "PING").text == "PONG");
}
