#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <tagcache/key.hpp>
#include <tagcache/read_call.hpp>
#include <tagcache/verification.hpp>

namespace tagcache::detail {

/// Compares what was served with what was loaded, counts, and tells.
class Verifier {
 public:
  explicit Verifier(const std::function<void(const Verification&)>& tell) : tell_(tell) {}

  /// Nothing is counted when a value cannot be encoded.
  void compare(const KeyView& key, Encoder encoder, const void* served, const void* loaded);

  [[nodiscard]] VerificationCounts counts() const noexcept { return {verified_.load(), found_stale_.load()}; }

 private:
  const std::function<void(const Verification&)>& tell_;
  std::atomic<std::uint64_t> verified_ = 0;
  std::atomic<std::uint64_t> found_stale_ = 0;
};

}  // namespace tagcache::detail
