#include "greeting.hpp"

#include <charconv>
#include <string>
#include <string_view>

#include "client.hpp"

namespace tagcache::detail::redis {
namespace {

constexpr int oldest_major = 6;
constexpr int oldest_minor = 2;

bool is_too_old(std::string_view version) {
  int major = 0;
  int minor = 0;
  const char* const end = version.data() + version.size();
  const auto dot = std::from_chars(version.data(), end, major);
  if (dot.ec != std::errc() || dot.ptr == end || *dot.ptr != '.') return false;  // numbered in another way
  if (std::from_chars(dot.ptr + 1, end, minor).ec != std::errc()) return false;
  return major < oldest_major || (major == oldest_major && minor < oldest_minor);
}

[[noreturn]] void refuse(const std::string& where, const std::string& why) {
  throw ClientError(ClientError::Kind::refused, "Redis at " + where + ": " + why, false);
}

void check_error(const std::string& where, const Reply& hello) {
  const std::string_view code = hello.error_code();
  if (code == "WRONGPASS") refuse(where, "the server does not know this user and password");
  if (code == "NOAUTH") refuse(where, "the server wants a password, and none was given");
  if (code == "NOPERM") refuse(where, "the user may not connect (NOPERM)");
  if (code == "LOADING" || code == "MASTERDOWN" || code == "BUSY") {
    throw ClientError(ClientError::Kind::down, "Redis at " + where + ": not ready (" + std::string(code) + ")", false);
  }
  if (code == "DENIED") {
    refuse(where, "protected mode: the server has no password, and then takes connections of its own machine alone");
  }
  if (hello.text.find("max number of clients") != std::string::npos) {
    throw ClientError(ClientError::Kind::down,
                      "Redis at " + where + ": it has as many clients as it takes (maxclients)", false);
  }
  if (hello.is_error()) refuse(where, "Redis 6.2 or newer is needed: the server does not know HELLO 3");
}

void check_peer(Peer peer, const std::string& where, std::string_view mode, std::string_view role) {
  if (mode == "cluster" && peer != Peer::cluster_node) {
    refuse(where, "the server is part of a cluster; write redis+cluster:// in its URL");
  }
  if (mode == "sentinel" && peer != Peer::sentinel) {
    refuse(where, "this is a sentinel; write redis+sentinel:// in its URL");
  }
  if (mode != "cluster" && peer == Peer::cluster_node) {
    refuse(where, "the server is not part of a cluster, and its URL says that it is");
  }
  if (mode != "sentinel" && peer == Peer::sentinel) {
    refuse(where, "this is no sentinel, and its URL says that it is");
  }
  if (role == "replica" && peer == Peer::primary) {
    throw ClientError(ClientError::Kind::down, "Redis at " + where + ": this is a replica, and a primary was expected",
                      false);
  }
}

std::string_view text_of(const Reply& hello, std::string_view key) {
  const Reply* const found = hello.find(key);
  return found == nullptr ? std::string_view() : std::string_view(found->text);
}

void check_hello(Peer peer, const std::string& where, const Reply& hello) {
  check_error(where, hello);
  const std::string_view version = text_of(hello, "version");
  if (version.empty()) refuse(where, "the answer to HELLO has no version: this is no Redis");
  if (is_too_old(version)) refuse(where, "Redis 6.2 or newer is needed, and this is " + std::string(version));
  check_peer(peer, where, text_of(hello, "mode"), text_of(hello, "role"));
}

}  // namespace

Commands greeting(const RedisServer& server) {
  Commands commands;
  const auto& [user, password] = server.login;
  if (!user.empty() || !password.empty()) {
    commands.add("HELLO", 3, "AUTH", user.empty() ? std::string_view("default") : user, password, "SETNAME",
                 "tagcache");
  } else {
    commands.add("HELLO", 3, "SETNAME", "tagcache");
  }
  if (server.database != 0) commands.add("SELECT", server.database);
  return commands;
}

void check_greeting(Peer peer, const RedisServer& server, const std::string& where, std::span<const Reply> replies) {
  check_hello(peer, where, replies.front());
  if (replies.size() > 1 && replies[1].is_error()) {
    refuse(where, "there is no database " + std::to_string(server.database) + ", or the user may not use it");
  }
}

}  // namespace tagcache::detail::redis
