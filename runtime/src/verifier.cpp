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

bool VerificationCap::take(TimePoint now) {
  const std::lock_guard lock(mutex_);
  if (taken_ == 0 || now >= first_ + std::chrono::seconds(1)) {
    first_ = now;
    taken_ = 0;
  }
  if (taken_ >= most_) return false;
  ++taken_;
  return true;
}

}  // namespace tagcache::detail
