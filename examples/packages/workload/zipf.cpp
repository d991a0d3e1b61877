#include "workload/zipf.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace catalogue {

Zipf::Zipf(std::size_t size, double exponent) {
  if (size == 0) throw std::invalid_argument("Zipf: nothing to choose from");
  cumulative_.reserve(size);
  double sum = 0;
  for (std::size_t rank = 0; rank < size; ++rank) {
    sum += 1.0 / std::pow(static_cast<double>(rank + 1), exponent);
    cumulative_.push_back(sum);
  }
}

std::size_t Zipf::operator()(std::mt19937_64& random) const {
  // The top 53 bits as a number in [0, 1): std::uniform_real_distribution differs between standard libraries, and the
  // workload is to be the same everywhere.
  const double unit = static_cast<double>(random() >> 11) * 0x1p-53;
  const auto place = std::upper_bound(cumulative_.begin(), cumulative_.end(), unit * cumulative_.back());
  return std::min(static_cast<std::size_t>(place - cumulative_.begin()), cumulative_.size() - 1);
}

}  // namespace catalogue
