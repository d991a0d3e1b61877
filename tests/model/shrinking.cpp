#include <algorithm>
#include <utility>

#include "comparison.hpp"

namespace model {
namespace {

bool diverges(const Steps& steps) {
  std::uint64_t done = 0;
  return compare(steps, done).has_value();
}

/// `steps` without `count` from `begin` on; what lay below one that is gone comes up.
Steps without(const Steps& steps, std::size_t begin, std::size_t count) {
  Steps left;
  std::vector<std::uint8_t> above;  // the depths, in `steps`, of those that stay and that the next one lies below
  for (std::size_t place = 0; place < steps.size(); ++place) {
    const Step& step = steps[place];
    while (!above.empty() && above.back() >= step.depth) above.pop_back();
    if (place >= begin && place < begin + count) continue;
    left.push_back(step);
    left.back().depth = static_cast<std::uint8_t>(above.size());
    above.push_back(step.depth);
  }
  return left;
}

bool shorten(Steps& steps) {
  bool shorter = false;
  for (std::size_t count = std::max<std::size_t>(1, steps.size() / 2); count > 0; count /= 2) {
    for (std::size_t begin = 0; begin + count <= steps.size();) {
      Steps less = without(steps, begin, count);
      if (diverges(less)) {
        steps = std::move(less);
        shorter = true;
      } else {
        ++begin;
      }
    }
  }
  return shorter;
}

template <class T>
bool simplify(Steps& steps, std::size_t place, T Step::* field, T simple) {
  if (steps[place].*field == simple) return false;
  const T before = std::exchange(steps[place].*field, simple);
  if (diverges(steps)) return true;
  steps[place].*field = before;
  return false;
}

}  // namespace

Steps shrunk(Steps steps) {
  bool smaller = true;
  while (smaller) {
    smaller = shorten(steps);
    for (std::size_t place = 0; place < steps.size(); ++place) {
      for (const auto field :
           {&Step::faults, &Step::options, &Step::task, &Step::others, &Step::saying, &Step::chance}) {
        smaller |= simplify(steps, place, field, std::uint8_t{0});
      }
      smaller |= simplify(steps, place, &Step::tags, TagMask{0});
      smaller |= simplify(steps, place, &Step::exact, TagMask{0});
      smaller |= simplify(steps, place, &Step::softly, TagMask{0});
      smaller |= simplify(steps, place, &Step::gives, Gives::value);
      smaller |= simplify(steps, place, &Step::asks, Asks::plainly);
      smaller |= simplify(steps, place, &Step::in_time, false);
    }
  }
  return steps;
}

}  // namespace model
