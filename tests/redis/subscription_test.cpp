// Channels that are listened to, on a real server.
#include <condition_variable>
#include <future>
#include <mutex>
#include <string>
#include <vector>

#include "catch.hpp"
#include "client.hpp"
#include "server.hpp"

using namespace tagcache;
using namespace tagcache::detail::redis;
using redis_test::Server;
using Lines = std::vector<std::string>;

namespace {

class Notes : public Listener {
 public:
  void listening() override { note("listening"); }
  void heard(std::string_view channel, std::string_view message) override {
    note(std::string(channel) + ": " + std::string(message));
  }
  void interrupted() override { note("interrupted"); }

  /// Waits until there are as many.
  [[nodiscard]] Lines lines(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return lines_.size() >= count; });
    return lines_;
  }

 private:
  void note(std::string line) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  Lines lines_;
};

ClientOptions options_for(const Server& server) {
  ClientOptions options;
  options.server.addresses = {{"127.0.0.1", server.port()}};
  return options;
}

bool hears_until_now(Subscription& subscription) {
  std::promise<bool> answer;
  subscription.heard_until_now([&](bool heard) { answer.set_value(heard); });
  return answer.get_future().get();
}

}  // namespace

TEST_CASE("what is published on the channels is heard, in its order") {
  Server server;
  Client client(options_for(server));
  const auto notes = std::make_shared<Notes>();
  const auto subscription = client.subscribe({"a", "b"}, notes);
  CHECK(notes->lines(1) == Lines{"listening"});
  static_cast<void>(client.ask(Commands().add("PUBLISH", "a", "1").add("PUBLISH", "c", "2").add("PUBLISH", "b", "3")));
  CHECK(notes->lines(3) == Lines{"listening", "a: 1", "b: 3"});
}

TEST_CASE("who asks knows that all was heard") {
  Server server;
  Client client(options_for(server));
  const auto notes = std::make_shared<Notes>();
  const auto subscription = client.subscribe({"a"}, notes);
  static_cast<void>(notes->lines(1));
  for (int i = 0; i < 1000; ++i) static_cast<void>(client.ask(Commands().add("PUBLISH", "a", i)));
  CHECK(hears_until_now(*subscription));
  CHECK(notes->lines(0).size() == 1001);
}

TEST_CASE("a gap is told, and so is its end") {
  Server server;
  Client client(options_for(server));
  const auto notes = std::make_shared<Notes>();
  const auto subscription = client.subscribe({"a"}, notes);
  static_cast<void>(notes->lines(1));
  server.kill();
  CHECK(notes->lines(2) == Lines{"listening", "interrupted"});
  CHECK_FALSE(hears_until_now(*subscription));
  server.start();
  CHECK(notes->lines(3) == Lines{"listening", "interrupted", "listening"});
  CHECK(hears_until_now(*subscription));
  CHECK(server.ask({"PUBLISH", "a", "1"}) == ":1\r\n");
  CHECK(notes->lines(4).back() == "a: 1");
}

TEST_CASE("who asks a server that hangs is told that nobody knows, and that there is a gap") {
  Server server;
  ClientOptions options = options_for(server);
  options.server.command_timeout = std::chrono::milliseconds(50);
  Client client(std::move(options));
  const auto notes = std::make_shared<Notes>();
  const auto subscription = client.subscribe({"a"}, notes);
  static_cast<void>(notes->lines(1));
  server.pause();
  CHECK_FALSE(hears_until_now(*subscription));
  CHECK(notes->lines(2).back() == "interrupted");
  server.resume();
  CHECK(notes->lines(3).back() == "listening");
}

TEST_CASE("nothing is heard after the end") {
  Server server;
  Client client(options_for(server));
  const auto notes = std::make_shared<Notes>();
  auto subscription = client.subscribe({"a"}, notes);
  static_cast<void>(notes->lines(1));
  subscription.reset();
  CHECK(notes.use_count() == 1);
  static_cast<void>(client.ask(Commands().add("PUBLISH", "a", "1")));
  CHECK(notes->lines(0) == Lines{"listening"});
}

TEST_CASE("who may not listen is told why by no line") {
  Server server({"user default on nopass ~* resetchannels +@all"});
  Client client(options_for(server));
  const auto notes = std::make_shared<Notes>();
  const auto subscription = client.subscribe({"a"}, notes);
  server.ask_until({"ACL", "LOG"}, "$5\r\ncount\r\n:2\r\n");  // it was tried again
  CHECK_FALSE(hears_until_now(*subscription));
  CHECK(notes->lines(0).empty());
}
