#pragma once

#include <memory>

namespace tagcache {

/// The source of chance of a cache: what `jitter`, `refresh_ahead: probabilistic` and `verify` ask. Nothing secret
/// depends on it.
///
/// Thread-safe: `next` is called from many threads at once. Tests pass a `testing::ManualRandomness`.
class Randomness {
 public:
  virtual ~Randomness() = default;
  /// Uniform, at least 0 and below 1.
  [[nodiscard]] virtual double next() noexcept = 0;
};

/// What a cache uses when none is given: a generator that is seeded by the machine and takes no lock.
[[nodiscard]] std::shared_ptr<Randomness> seeded_randomness();

}  // namespace tagcache
