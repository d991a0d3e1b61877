#pragma once

#include <cstddef>
#include <random>
#include <vector>

namespace catalogue {

/// Ranks from 0 to `size` - 1, where rank r comes up in proportion to 1 / (r + 1)^exponent: few are asked for very
/// often, most hardly ever. Exponents near 1 are what measurements of real request logs find.
class Zipf {
 public:
  Zipf(std::size_t size, double exponent);

  [[nodiscard]] std::size_t operator()(std::mt19937_64& random) const;

 private:
  std::vector<double> cumulative_;
};

}  // namespace catalogue
