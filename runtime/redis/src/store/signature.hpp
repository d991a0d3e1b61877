#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "store/envelope.hpp"

// HMAC-SHA256 of records.
namespace tagcache::detail::redis {

inline constexpr std::size_t signature_size = 32;

[[nodiscard]] std::string signature(std::string_view key, std::string_view mark, std::string_view body);

/// By the key of now or one of before. Takes as long for a wrong signature as for a right one.
[[nodiscard]] bool is_signed_by_one(const Wrapping& wrapping, std::string_view mark, std::string_view body,
                                    std::string_view given);

}  // namespace tagcache::detail::redis
