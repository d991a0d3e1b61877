#include "server_checks.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace tagcache::detail::redis {
namespace {

constexpr int connections_most = 64;
constexpr std::size_t unix_path_most = 100;  // what all systems take
constexpr Duration longest = std::chrono::hours(24);

void must(bool holds, const std::string& otherwise) {
  if (!holds) throw std::invalid_argument("Redis server: " + otherwise);
}

void check_addresses(const RedisServer& server) {
  if (!server.unix_path.empty()) {
    must(server.kind == RedisServer::Kind::standalone,
         "a socket of this machine has one server behind it, no cluster and no sentinels");
    must(server.unix_path.size() <= unix_path_most, "the path of a socket has at most 100 bytes");
    must(!server.tls.on, "a socket of this machine has no TLS");
    return;
  }
  must(!server.addresses.empty(), "an address was expected");
  must(server.kind != RedisServer::Kind::standalone || server.addresses.size() == 1,
       "one address was expected; several are those of a cluster or of sentinels");
  for (const auto& address : server.addresses) {
    must(!address.host.empty(), "an address without a host");
    must(std::ranges::all_of(address.host, [](char c) { return c > ' ' && c != 0x7f; }),
         "the host of an address has blanks or control characters in it");
    must(address.port != 0, "a port is a number from 1 to 65535");
  }
}

void check_tls(const RedisTls& tls) {
  const bool says_anything = !tls.ca_file.empty() || !tls.certificate_file.empty() || !tls.key_file.empty() ||
                             !tls.server_name.empty() || !tls.verify;
  must(tls.on || !says_anything, "what is said about TLS has no effect without it; write rediss:// in the URL");
  must(tls.certificate_file.empty() == tls.key_file.empty(), "a certificate and its key go together");
}

}  // namespace

void check_server(const RedisServer& server) {
  check_addresses(server);
  check_tls(server.tls);
  must(server.database >= 0, "a database is a number from 0 on");
  must(server.kind != RedisServer::Kind::cluster || server.database == 0, "a cluster has database 0 alone");
  must((server.kind == RedisServer::Kind::sentinel) == !server.primary.empty(),
       "the name of the primary goes with sentinels: redis+sentinel://host:26379/name");
  must(server.login.user.empty() || !server.login.password.empty(),
       "a password was expected for the user: user:password@host");
  must(server.connections >= 1 && server.connections <= connections_most, "1 to 64 connections were expected");
  for (const Duration timeout : {server.connect_timeout, server.command_timeout}) {
    must(timeout > Duration::zero() && timeout <= longest, "a timeout of 1ms to 24h was expected");
  }
}

}  // namespace tagcache::detail::redis
