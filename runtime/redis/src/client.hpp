#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tagcache/duration.hpp>
#include <tagcache/randomness.hpp>
#include <tagcache/redis_client.hpp>
#include <tagcache/redis_server.hpp>
#include <tagcache/store.hpp>
#include <utility>
#include <vector>

#include "resp.hpp"

namespace tagcache::detail::redis {

/// Why there is no answer. The text names the server, and no secret.
class ClientError : public StoreError {
 public:
  enum class Kind {
    down,      ///< there is no connection; nothing was sent
    timeout,   ///< no answer in time
    lost,      ///< the connection ended before the answer came
    refused,   ///< the server does not want us: password, version, kind of server
    protocol,  ///< the server said what nobody understands
    closed,    ///< the client was disconnected
  };

  ClientError(Kind kind, const std::string& text, bool perhaps_done)
      : StoreError(text), kind_(kind), perhaps_done_(perhaps_done) {}

  [[nodiscard]] Kind kind() const noexcept { return kind_; }
  /// Whether the server may have done what it was asked.
  [[nodiscard]] bool perhaps_done() const noexcept { return perhaps_done_; }

  /// The same, for another thread: nothing of it is shared with this one.
  [[nodiscard]] std::exception_ptr for_another_thread() const {
    return std::make_exception_ptr(ClientError(kind_, what(), perhaps_done_));
  }

 private:
  Kind kind_;
  bool perhaps_done_;
};

/// What became of commands: a reply for each, errors of the server among them, or why there are none.
struct Answer {
  std::vector<Reply> replies;
  std::exception_ptr error;
};

/// Commands that were sent, for whoever waits for their answers.
class Underway {
 public:
  Underway() = default;
  Underway(Underway&&) = default;
  Underway& operator=(Underway&&) = default;

  /// Blocks until they are there: one reply each. Throws ClientError. To be called once.
  [[nodiscard]] std::vector<Reply> replies();

 private:
  friend class Client;
  class Place;
  std::shared_ptr<Place> place_;
};

/// Called once, on the client's own thread, or at once where it was handed over when there is no connection. It must
/// not block, and must not throw.
using Callback = std::function<void(Answer)>;

/// What is said on a connection in front of the first commands of a caller, in one packet with them; and again when the
/// server has told that it is not the one to ask (MOVED), as it may become so.
struct Introduction {
  std::string who;                  ///< all who say the same are introduced together
  std::function<Commands()> words;  ///< one command, asked for each time, on the client's own thread. Does not throw
};

/// How commands are to be done.
struct Call {
  /// The slot of their keys. Only clusters ask; without one any server will do.
  std::optional<std::uint16_t> slot = std::nullopt;
  /// They may be done twice: when the connection ends before the answer came they are sent again, once. Commands that
  /// were not sent yet are always sent again.
  bool repeatable = false;
  /// Until the answer; none: the server's command_timeout.
  std::optional<Duration> timeout = std::nullopt;
  /// The server makes whoever asked last wait (WAIT): they go on a connection where they hold up nobody else,
  /// and which is made for the first of them.
  bool waits = false;
  /// Comes before them. When its answer is an error, that is the answer to each of them.
  std::shared_ptr<const Introduction> introduction = nullptr;
};

/// Who listens to channels. Called on the client's own thread, one call after the other; must not block or throw.
class Listener {
 public:
  virtual ~Listener() = default;
  /// From now on nothing is missed, until `interrupted`. Called again after each new connection.
  virtual void listening() = 0;
  virtual void heard(std::string_view channel, std::string_view message) = 0;
  /// What is said from now on until `listening` is not heard.
  virtual void interrupted() = 0;
};

/// Channels being listened to. Ends when it is destroyed; no call of the listener begins after that. Thread-safe.
class Subscription {
 public:
  virtual ~Subscription() = default;
  /// Calls `done(true)` when all that was published before this call was heard, or `done(false)` when nobody knows. On
  /// the client's own thread, or at once.
  virtual void heard_until_now(std::function<void(bool)> done) = 0;
};

struct ClientOptions {
  RedisServer server;
  std::shared_ptr<Randomness> randomness = seeded_randomness();  ///< of pauses between tries to connect
};

/// The connections to one Redis, be it a server, what sentinels name, or a cluster. All callers share them: commands of
/// many go out together, and nobody waits for the answers of others.
///
/// It owns one thread. Connections are made at once, and made again when they end, with pauses that grow. While there
/// is none calls fail at once, except that the first try since the last good connection is waited for.
/// Thread-safe. When it is destroyed or disconnected, what has no answer yet fails.
class Client final : public RedisClient {
 public:
  explicit Client(ClientOptions options);
  ~Client() override;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Waits until a connection is ready. Throws ClientError when the first try fails.
  void connect();

  /// Sends commands, in one piece. Who sends several pieces before waiting for the first has them side by side.
  [[nodiscard]] Underway send(Commands commands, const Call& call = {});
  /// The same, and waits for the answers.
  [[nodiscard]] std::vector<Reply> ask(Commands commands, const Call& call = {}) {
    return send(std::move(commands), call).replies();
  }

  void ask_async(Commands commands, const Call& call, Callback done);

  /// Listens on a connection of its own. Must not outlive the client.
  [[nodiscard]] std::unique_ptr<Subscription> subscribe(std::vector<std::string> channels,
                                                        std::shared_ptr<Listener> listener);

  /// Whether there is a connection right now.
  [[nodiscard]] bool is_up() const noexcept;

  /// For good; subscriptions too. May be called by a callback.
  void disconnect() override;

  /// Of a command that says none itself.
  [[nodiscard]] Duration command_timeout() const noexcept;
  [[nodiscard]] int database() const noexcept;

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace tagcache::detail::redis
