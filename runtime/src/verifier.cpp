#include "verifier.hpp"

#include <string_view>
#include <tagcache/hash.hpp>

namespace tagcache::detail {
namespace {

std::uint64_t hash(const Bytes& bytes) {
  return hash_name({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace

void Verifier::compare(const KeyView& key, Encoder encoder, const void* served, const void* loaded) {
  try {
    const auto one = encoder(served);
    const auto other = encoder(loaded);
    if (!one || !other) return;
    const bool stale = *one != *other;
    ++verified_;
    if (stale) ++found_stale_;
    if (tell_) tell_({key.text(), stale, hash(*one), hash(*other)});
  } catch (...) {  // NOLINT(bugprone-empty-catch): neither a codec nor who listens must disturb the load
  }
}

}  // namespace tagcache::detail
