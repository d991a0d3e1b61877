#pragma once

#include <string>
#include <tagcache/redis_server.hpp>

namespace tagcache::detail::redis {

/// Where one server is.
struct Endpoint {
  RedisAddress address;
  std::string unix_path;  ///< stands in for the address

  /// For messages: "127.0.0.1:6379".
  [[nodiscard]] std::string shown() const {
    if (!unix_path.empty()) return unix_path;
    const bool is_six = address.host.find(':') != std::string::npos;
    return (is_six ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
  }

  bool operator==(const Endpoint&) const = default;
};

}  // namespace tagcache::detail::redis
