#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tagcache/redis.hpp>
#include <utility>
#include <vector>

#include "client.hpp"
#include "store/key_layout.hpp"
#include "store/reading.hpp"
#include "store/scripts.hpp"

namespace tagcache::detail::redis {

/// Eight random bytes.
[[nodiscard]] std::string random_bytes();

/// For an incarnation that a script may have to make, other ones each time. One script in millions does, and a number
/// that OpenSSL makes for each would take as long as the rest of a call.
class FreshBytes {
 public:
  [[nodiscard]] std::string next();

 private:
  const std::string seed_ = random_bytes();
  std::atomic<std::uint64_t> given_ = 0;
};

/// The server as the store talks with it: scripts, answers that are errors, and data that went back in time.
class Connection {
 public:
  Connection(std::shared_ptr<Client> client, const RedisOptions& options, const KeyLayout& layout,
             StatCounters& counters);

  struct Call {
    std::reference_wrapper<const Script> script;
    std::vector<std::string_view> keys;       ///< beside the incarnation
    std::vector<std::string_view> arguments;  ///< beside the random bytes
  };

  /// Commands that were sent. They keep the client, also when the connection is closed meanwhile.
  struct Sent {
    std::size_t commands = 0;
    std::shared_ptr<Client> client;
    Underway underway;
  };
  /// A script that was sent, and what is asked behind it. What the call looks at has to stay until it was heard.
  struct Running {
    Call call;
    Commands more;
    redis::Call how;
    std::string fresh;
    bool is_whole = false;  ///< the server is told the script
    Sent sent;
  };
  /// The reply of the script, then those of `more`, then the time of the server in microseconds when there is more.
  struct Told {
    Reply reply;
    std::vector<Reply> more;
    std::uint64_t time = 0;
  };

  /// Sends. Throws StoreError.
  [[nodiscard]] Running begin(Call call, Commands more, const redis::Call& how);
  /// The same for what is to be on replicas too.
  [[nodiscard]] Running begin_and_replicate(Call call, bool repeatable);
  /// Waits for the answer. None when the server had to be told the script, which is sent then: it is to be heard once
  /// more. Throws StoreError, also where the server refused, or too few replicas have it.
  [[nodiscard]] std::optional<Told> hear(Running& running);

  /// All of that at once: one round trip, two when the server has to be told the script.
  [[nodiscard]] Told run(Call call, Commands more = {}) { return run(std::move(call), std::move(more), how()); }
  [[nodiscard]] Told run(Call call, Commands more, const redis::Call& how);
  [[nodiscard]] Reply run_and_replicate(Call call, bool repeatable);

  /// Commands that only look: sends them, and waits for the replies and the time.
  [[nodiscard]] Sent begin_look(Commands commands);
  struct Looked {
    std::vector<Reply> replies;
    std::uint64_t time = 0;
  };
  [[nodiscard]] static Looked hear(Sent& look);

  /// What a server that was heard of had at least, before something is asked;
  [[nodiscard]] Standing seen() const;
  /// and what it has now. False when it has less, or data that it did not make: what is there is given up, for all who
  /// use it.
  [[nodiscard]] bool is_not_older(const Standing& seen_before, const Standing& now);
  /// The same for a number that a script gave out: incarnation and number, 16 bytes. What it wrote is then cold, too.
  [[nodiscard]] bool saw(const Standing& seen_before, std::string_view numbers);

  /// Until a script has run; throws StoreError when none does for so long.
  void wait_until_ready(Duration patience);
  /// Lets go of the client: who holds it last ends it. May be called twice.
  void close();
  /// Throws StoreError when it is closed.
  [[nodiscard]] std::shared_ptr<Client> client() const;
  /// How to ask for what may be asked twice.
  [[nodiscard]] redis::Call how() const;

 private:
  [[nodiscard]] Sent send(Commands commands, const redis::Call& how);
  [[nodiscard]] static std::vector<Reply> replies(Sent& sent);
  void send(Running& running);
  [[nodiscard]] Told finish(Running running);
  [[nodiscard]] bool is_genuine(const Standing& seen_before, const Standing& now);
  /// Has the server make its data anew when another one made them, or when they are `no_longer` to be trusted.
  Standing greet(std::vector<std::string_view> no_longer);
  void saw(const Standing& standing);

  const KeyLayout& layout_;
  StatCounters& counters_;
  const std::uint16_t slot_;  ///< of all keys of the namespace, in a cluster
  const Duration command_timeout_;
  const int replicas_;
  const Duration replica_timeout_;
  const Duration longest_wait_;  ///< who is told by one call may all have one server, where one waits behind the other
  const std::shared_ptr<FreshBytes> fresh_ = std::make_shared<FreshBytes>();
  const std::shared_ptr<const Introduction> introduction_;
  mutable std::mutex mutex_;
  std::shared_ptr<Client> client_;  ///< guarded by mutex_; null when it is closed
  Standing seen_;                   ///< guarded by mutex_
};

}  // namespace tagcache::detail::redis
