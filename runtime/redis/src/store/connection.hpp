#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <tagcache/redis.hpp>
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
    const Script& script;
    std::vector<std::string_view> keys;       ///< beside the incarnation
    std::vector<std::string_view> arguments;  ///< beside the random bytes
  };

  /// One round trip; two when the server has to be told the script. The reply of the script, then those of `more`, then
  /// the time of the server in microseconds when there is more. Throws StoreError, also where the server refused.
  struct Told {
    Reply reply;
    std::vector<Reply> more;
    std::uint64_t time = 0;
  };
  [[nodiscard]] Told run(const Call& call, const Commands& more = {});
  [[nodiscard]] Told run(const Call& call, const Commands& more, const redis::Call& how);
  /// The same for what is to be on replicas too.
  [[nodiscard]] Reply run_and_replicate(const Call& call, bool repeatable);
  /// Replies to commands that only look, and the time.
  struct Looked {
    std::vector<Reply> replies;
    std::uint64_t time = 0;
  };
  [[nodiscard]] Looked look(Commands commands);

  /// What a server that was heard of had at least, before something is asked;
  [[nodiscard]] Standing seen() const;
  /// The same as scripts take it: 16 bytes.
  [[nodiscard]] std::string seen_bytes() const;
  /// and what it has now. False when it has less, or data that it did not make: what is there is given up, for all who
  /// use it.
  [[nodiscard]] bool is_not_older(const Standing& seen_before, const Standing& now);
  /// A number that a script gave out: incarnation and number, 16 bytes.
  void saw(std::string_view numbers);

  /// Until a script has run; throws StoreError when none does for so long.
  void wait_until_ready(Duration patience);
  /// Lets go of the client: who holds it last ends it. May be called twice.
  void close();
  /// Throws StoreError when it is closed.
  [[nodiscard]] std::shared_ptr<Client> client() const;
  /// How to ask for what may be asked twice.
  [[nodiscard]] redis::Call how() const;

 private:
  [[nodiscard]] std::vector<Reply> ask(Commands commands, const redis::Call& how);
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
  const std::shared_ptr<FreshBytes> fresh_ = std::make_shared<FreshBytes>();
  const std::shared_ptr<const Introduction> introduction_;
  mutable std::mutex mutex_;
  std::shared_ptr<Client> client_;  ///< guarded by mutex_; null when it is closed
  Standing seen_;                   ///< guarded by mutex_
};

}  // namespace tagcache::detail::redis
