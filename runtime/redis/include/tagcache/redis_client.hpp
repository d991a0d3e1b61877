#pragma once

#include <memory>
#include <string_view>
#include <tagcache/redis_server.hpp>

namespace tagcache {
namespace detail::redis {
class Client;
}

/// The connections to one Redis, with the thread that serves them. Stores share it: a service with five caches has two
/// connections and not ten. They do not end it; it ends when nobody holds it any more, or when it is told to. What
/// belongs to connections (addresses, TLS, logins, timeouts, how many) is said where it is made, and nowhere else.
/// Thread-safe.
class RedisClient {
 public:
  virtual ~RedisClient() = default;
  RedisClient(const RedisClient&) = delete;
  RedisClient& operator=(const RedisClient&) = delete;

  /// Ends the connections for good, whoever uses them: reads of their stores load, and all else throws StoreError. May
  /// be called twice.
  virtual void disconnect() = 0;

 private:
  friend class detail::redis::Client;  // the only one there is
  RedisClient() = default;
};

/// Connects in the background, and again whenever a connection ends. Throws std::invalid_argument for a server, or a
/// URL (see redis_server), that means nothing.
[[nodiscard]] std::shared_ptr<RedisClient> redis_client(const RedisServer& server);
[[nodiscard]] std::shared_ptr<RedisClient> redis_client(std::string_view url);

}  // namespace tagcache
