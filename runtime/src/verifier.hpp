#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <tagcache/clock.hpp>
#include <tagcache/key.hpp>
#include <tagcache/read_call.hpp>
#include <tagcache/verification.hpp>

namespace tagcache::detail {

/// Compares what was served with what was loaded. Absent when one of them cannot be encoded.
[[nodiscard]] std::optional<Verification> compare(const KeyView& key, Encoder encoder, const void* served,
                                                  const void* loaded) noexcept;

/// How many hits may be checked in one second. Thread-safe.
class VerificationCap {
 public:
  explicit VerificationCap(std::uint32_t most) : most_(most) {}

  /// False when the second that began with the first check has had all of its checks.
  [[nodiscard]] bool take(TimePoint now);

 private:
  const std::uint32_t most_;
  std::mutex mutex_;
  TimePoint first_{};
  std::uint32_t taken_ = 0;
};

}  // namespace tagcache::detail
