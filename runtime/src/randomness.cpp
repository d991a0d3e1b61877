#include <atomic>
#include <cstdint>
#include <random>
#include <tagcache/key_part.hpp>
#include <tagcache/randomness.hpp>

namespace tagcache {
namespace {

/// A counter whose numbers are mixed (SplitMix64): threads share it without a lock.
class SeededRandomness final : public Randomness {
 public:
  [[nodiscard]] double next() noexcept override {
    const std::uint64_t bits = detail::mix(seed_, count_.fetch_add(1, std::memory_order_relaxed));
    return static_cast<double>(bits >> 11U) * 0x1.0p-53;  // as many bits as a double holds
  }

 private:
  const std::uint64_t seed_ = (std::uint64_t{std::random_device{}()} << 32U) | std::random_device{}();
  std::atomic<std::uint64_t> count_ = 0;
};

}  // namespace

std::shared_ptr<Randomness> seeded_randomness() { return std::make_shared<SeededRandomness>(); }

}  // namespace tagcache
