#pragma once

#include <optional>
#include <tagcache/key.hpp>
#include <tagcache/read_call.hpp>
#include <tagcache/verification.hpp>

namespace tagcache::detail {

/// Compares what was served with what was loaded. Absent when one of them cannot be encoded.
[[nodiscard]] std::optional<Verification> compare(const KeyView& key, Encoder encoder, const void* served,
                                                  const void* loaded) noexcept;

}  // namespace tagcache::detail
