#pragma once

#include <tagcache/redis_server.hpp>

namespace tagcache::detail::redis {

/// Throws std::invalid_argument when there cannot be such a server, or such a way to talk with it.
void check_server(const RedisServer& server);

}  // namespace tagcache::detail::redis
