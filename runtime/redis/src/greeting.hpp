#pragma once

#include <span>
#include <tagcache/redis_server.hpp>

#include "resp.hpp"

namespace tagcache::detail::redis {

/// What a server is taken for.
enum class Peer { primary, cluster_node, sentinel };

/// What is said first on a connection: protocol, login, database.
[[nodiscard]] Commands greeting(const RedisServer& server);

/// Whether the answers to that are those of a server that we can work with. Throws ClientError that says what is wrong;
/// what the server said is not shown, since old ones repeat the password.
void check_greeting(Peer peer, const RedisServer& server, const std::string& where, std::span<const Reply> replies);

}  // namespace tagcache::detail::redis
