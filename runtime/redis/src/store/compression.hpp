#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Zstandard, where the library was built with it.
namespace tagcache::detail::redis {

[[nodiscard]] bool can_compress() noexcept;

/// Absent when it cannot be done.
[[nodiscard]] std::optional<std::string> compressed(std::string_view bytes);

/// `size` bytes; absent when the bytes are not the compressed form of so many.
[[nodiscard]] std::optional<std::vector<char>> decompressed(std::string_view bytes, std::size_t size);

}  // namespace tagcache::detail::redis
