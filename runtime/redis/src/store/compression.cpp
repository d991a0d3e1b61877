#include "store/compression.hpp"

#ifdef TAGCACHE_WITH_ZSTD
#include <zstd.h>
#endif

namespace tagcache::detail::redis {

#ifdef TAGCACHE_WITH_ZSTD

bool can_compress() noexcept { return true; }

std::optional<std::string> compressed(std::string_view bytes) {
  std::string result(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress(result.data(), result.size(), bytes.data(), bytes.size(), ZSTD_CLEVEL_DEFAULT);
  if (ZSTD_isError(size) != 0U) return std::nullopt;
  result.resize(size);
  return result;
}

std::optional<std::vector<char>> decompressed(std::string_view bytes, std::size_t size) {
  // Asked before room is made: few bytes cannot ask for much by what they announce elsewhere.
  if (ZSTD_getFrameContentSize(bytes.data(), bytes.size()) != size) return std::nullopt;
  std::optional<std::vector<char>> result(std::in_place, size);
  const std::size_t got = ZSTD_decompress(result->data(), result->size(), bytes.data(), bytes.size());
  if (ZSTD_isError(got) != 0U || got != size) result.reset();
  return result;
}

#else

bool can_compress() noexcept { return false; }
std::optional<std::string> compressed(std::string_view) { return std::nullopt; }
std::optional<std::vector<char>> decompressed(std::string_view, std::size_t) { return std::nullopt; }

#endif

}  // namespace tagcache::detail::redis
