#pragma once

#include <chrono>
#include <thread>

#include "client.hpp"

namespace redis_test {

/// Asks until there is an answer: for servers that are on their way. The last failure is thrown when it takes too long.
inline tagcache::detail::redis::Reply answer_in_the_end(tagcache::detail::redis::Client& client,
                                                        const tagcache::detail::redis::Commands& commands,
                                                        const tagcache::detail::redis::Call& call) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (true) {
    try {
      return client.ask(commands, call).back();
    } catch (const tagcache::detail::redis::ClientError&) {
      if (std::chrono::steady_clock::now() > end) throw;
      std::this_thread::yield();
    }
  }
}

}  // namespace redis_test
