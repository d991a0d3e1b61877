// Any text is a URL of a Redis server that there can be, or is refused.
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <tagcache/redis_server.hpp>

#include "server_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  tagcache::RedisServer server;
  try {
    server = tagcache::redis_server(text);
  } catch (const std::invalid_argument&) {
    return 0;
  }
  tagcache::detail::redis::check_server(server);  // throws when there cannot be such a server
  return 0;
}
