#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tagcache/duration.hpp>
#include <tagcache/redis_client.hpp>
#include <tagcache/redis_server.hpp>
#include <tagcache/remote.hpp>
#include <vector>

namespace tagcache {

/// What a store does with a Redis. All who share entries say the same `name_space` and `partitions`.
struct RedisOptions {
  /// In front of all keys: letters, digits, `_`, `-` and `.`. Caches inside one share tags; nothing else is shared.
  std::string name_space = "tagcache";
  /// Values of so many bytes and more are compressed with zstd. Zero: none is. Refused with std::invalid_argument where
  /// the library was built without it; compressed values of others are then misses.
  std::size_t compress_from = 0;
  /// With it entries are signed (HMAC-SHA256), and others are misses: who can write into Redis cannot make up values.
  /// Empty: off.
  std::string signing_key{};
  /// Keys of before, whose entries are still accepted.
  std::vector<std::string> former_signing_keys{};
  /// Invalidations, `set`, `del`, `expire` and `clear` return when so many replicas have them, or throw StoreError
  /// after `replica_timeout`. Zero: they do not wait, and a failover may lose the last of them.
  int replicas = 0;
  Duration replica_timeout = std::chrono::milliseconds(500);
  /// For clusters: so many parts, evenly spread over the slots, share the entries by their keys, so that several
  /// servers have them. A hit asks one of them; several keys ask those that have some, and `invalidate` and `clear`
  /// tell all, side by side. With `replicas` parts on one server wait one behind the other. 1 to 64. All who share
  /// entries say the same number: it belongs to the name of the namespace.
  int partitions = 1;
};

/// What a Redis store met since it was made.
struct RedisStats {
  std::uint64_t unreadable = 0;    ///< entries that are damaged, of another format, or not signed as they should be
  std::uint64_t other_shapes = 0;  ///< entries of another type, or of a type that has changed
  std::uint64_t not_encoded = 0;   ///< values that were not kept: their type has no codec, or it refused them
  std::uint64_t scripts_sent = 0;  ///< scripts that the server did not know (any more)
  std::uint64_t set_back = 0;      ///< how often the server had older data than before; what was there was given up
  /// Keys of reads of several that were taken for absent, as their partition did not answer. When none answers the
  /// call throws instead, as it does for one key.
  std::uint64_t unanswered = 0;
};

/// Entries in Redis, shared by all processes that use the same namespace. docs/redis.md tells what each call costs,
/// what a failover can lose, and what is kept under which key.
///
/// Calls block for a round trip; a hit takes one. A call throws StoreError when the server cannot be reached, or
/// refuses. The server's clock alone tells how old entries are. Redis 6.2 or newer. After a fork a store works in the
/// parent alone, and throws StoreError in the child.
class RedisStore : public RemoteStore {
 public:
  /// Waits until the server does what the store needs of it: it was reached, let us in, ran a script, and read. Tried
  /// again until `patience` is over, then throws StoreError with what was wrong last. For programs that would rather
  /// not start than start without Redis; nothing else needs it. Stores nothing.
  virtual void wait_until_ready(Duration patience = std::chrono::seconds(5)) = 0;

  [[nodiscard]] virtual RedisStats stats() const = 0;
};

/// A store over the connections of `client`, which it shares with others and never ends; nor does its `disconnect`.
/// Throws std::invalid_argument for options that mean nothing, and without a client.
[[nodiscard]] std::shared_ptr<RedisStore> redis(std::shared_ptr<RedisClient> client, RedisOptions options = {});

/// A store with a client of its own, which ends with it.
[[nodiscard]] std::shared_ptr<RedisStore> redis(const RedisServer& server, RedisOptions options = {});
[[nodiscard]] std::shared_ptr<RedisStore> redis(std::string_view url, RedisOptions options = {});

}  // namespace tagcache
