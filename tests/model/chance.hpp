#pragma once

#include <cstdint>

namespace model {

/// Numbers that a seed determines, the same on every machine (SplitMix64; Steele, Lea, Flood 2014).
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() noexcept {
    std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
  }
  /// 0 to `count` - 1.
  std::uint32_t below(std::uint32_t count) noexcept {
    return static_cast<std::uint32_t>((next() >> 32U) * count >> 32U);
  }
  bool one_in(std::uint32_t count) noexcept { return below(count) == 0; }

 private:
  std::uint64_t state_;
};

}  // namespace model
