#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tagcache/duration.hpp>
#include <vector>

namespace tagcache {

/// Where a Redis server listens.
struct RedisAddress {
  std::string host = "127.0.0.1";  ///< a name or a number; IPv6 without brackets
  std::uint16_t port = 6379;

  bool operator==(const RedisAddress&) const = default;
};

/// How a connection is encrypted. Files are PEM.
struct RedisTls {
  bool on = false;
  bool verify = true;                 ///< off: encrypted, but nobody knows to whom
  std::string ca_file = {};           ///< whom to trust; empty: whom the system trusts
  std::string certificate_file = {};  ///< our own, where the server wants to know its clients
  std::string key_file = {};          ///< of that certificate
  std::string server_name = {};       ///< that the server's certificate must be for; empty: the host of the address

  bool operator==(const RedisTls&) const = default;
};

/// A name and a password of the server's access control list; without a user it is the user `default`.
struct RedisLogin {
  std::string user = {};
  std::string password = {};

  bool operator==(const RedisLogin&) const = default;
};

/// Which Redis, and how to talk with it. Redis 6.2 or newer.
struct RedisServer {
  enum class Kind {
    standalone,  ///< one server: the first of `addresses`, or `unix_path`
    sentinel,    ///< the primary that the sentinels at `addresses` name
    cluster,     ///< the cluster that the servers at `addresses` are a part of
  };

  Kind kind = Kind::standalone;
  std::vector<RedisAddress> addresses = {RedisAddress()};
  std::string unix_path = {};  ///< of a socket on this machine; stands in for `addresses`
  RedisLogin login = {};
  int database = 0;                                    ///< clusters have 0 alone
  std::string primary = {};                            ///< what sentinels call it
  RedisLogin sentinel_login = {};                      ///< for the sentinels themselves
  RedisTls tls = {};                                   ///< for all servers, sentinels too
  int connections = 2;                                 ///< to each server, shared by all callers; 1 to 64
  Duration connect_timeout = std::chrono::seconds(2);  ///< until a connection is ready for commands
  Duration command_timeout = std::chrono::seconds(1);  ///< of a command, when a call does not say otherwise

  bool operator==(const RedisServer&) const = default;
};

/// Reads a URL:
///
/// - `redis://user:password@host:6379/0`: one server; `rediss://` for TLS, here and below
/// - `unix:///run/redis.sock?db=0`, `redis+unix://user:password@/run/redis.sock`: a socket on this machine
/// - `redis://one:6379,two:6379`: a cluster; `redis+cluster://one:6379` when only one server is named
/// - `redis+sentinel://one:26379,two/main/0`: the primary that sentinels know as `main`
///
/// What follows `?` is one of db, connections, connect_timeout, timeout (durations: 250ms, 2s), and with TLS ca,
/// certificate, key, server_name, verify=no. For sentinels, also sentinel_user and sentinel_password.
/// Characters that mean something in a URL are written with percent signs: a password `a/b` is `a%2Fb`. IPv6 addresses
/// stand in brackets. Throws std::invalid_argument, which says what was expected, and never shows a password.
[[nodiscard]] RedisServer redis_server(std::string_view url);

}  // namespace tagcache
