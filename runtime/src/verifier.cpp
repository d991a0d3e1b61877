#include "verifier.hpp"

#include <cstdint>
#include <string_view>
#include <tagcache/hash.hpp>

namespace tagcache::detail {
namespace {

std::uint64_t hash(const Bytes& bytes) {
  return hash_name({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace

std::optional<Verification> compare(const KeyView& key, Encoder encoder, const void* served,
                                    const void* loaded) noexcept {
  try {
    const auto one = encoder(served);
    const auto other = encoder(loaded);
    if (!one || !other) return std::nullopt;
    return Verification{key.text(), *one != *other, hash(*one), hash(*other)};
  } catch (...) {
    return std::nullopt;  // a codec must not disturb the load
  }
}

}  // namespace tagcache::detail
