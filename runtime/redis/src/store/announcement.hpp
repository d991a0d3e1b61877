#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/remote.hpp>
#include <variant>
#include <vector>

// What is published when something moved; docs/payload.md describes the bytes.
namespace tagcache::detail::redis {

using WhatMoved = decltype(Announcement::what);

/// The part of a message that its author makes.
[[nodiscard]] std::string announcement_bytes(std::span<const Invalidation> invalidations);
[[nodiscard]] std::string announcement_of_key(std::string_view key, Becomes becomes);
[[nodiscard]] std::string announcement_of_prefix(std::string_view prefix);

struct Message {
  std::uint64_t incarnation = 0;
  std::uint64_t number = 0;
  std::uint64_t author = 0;
  WhatMoved what;
};

/// Absent when the bytes are none.
[[nodiscard]] std::optional<Message> message_of(std::string_view bytes);

}  // namespace tagcache::detail::redis
