#pragma once

#include <atomic>
#include <tagcache/randomness.hpp>

namespace tagcache::testing {

/// Chance that falls as it is told to: `next` gives the same number until another is set. Thread-safe.
class ManualRandomness final : public Randomness {
 public:
  [[nodiscard]] double next() noexcept override { return next_.load(); }

  /// At least 0 and below 1.
  void set(double number) noexcept { next_.store(number); }

 private:
  std::atomic<double> next_{0.5};
};

}  // namespace tagcache::testing
