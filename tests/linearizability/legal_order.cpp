#include "legal_order.hpp"

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <unordered_set>

#include "sequential_cache.hpp"

namespace linearizability {
namespace {

constexpr std::size_t most_steps = 192;

class Search {
 public:
  explicit Search(const History& history) : history_(history) {
    if (history.steps.size() > most_steps) throw std::length_error("a history of too many steps");
  }

  [[nodiscard]] bool from(const SequentialCache& cache) {
    if (done_.count() == history_.steps.size()) return true;
    if (!seen_.insert(done_.to_string() + std::string(cache.bytes())).second) return false;
    const std::uint64_t first_end = first_end_left();
    for (std::size_t i = 0; i < history_.steps.size(); ++i) {
      const Step& step = history_.steps[i];
      if (done_[i] || step.begin > first_end) continue;
      done_[i] = true;
      SequentialCache after = cache;
      if (after.does(step, history_.may_forget) && from(after)) return true;
      if (cache.may_do_otherwise(step, history_.may_forget)) {
        SequentialCache otherwise = cache;
        otherwise.forget(step);
        if (otherwise.does(step, true) && from(otherwise)) return true;
      }
      done_[i] = false;
    }
    return false;
  }

 private:
  [[nodiscard]] std::uint64_t first_end_left() const {
    std::uint64_t first = std::numeric_limits<std::uint64_t>::max();
    for (std::size_t i = 0; i < history_.steps.size(); ++i) {
      if (!done_[i]) first = std::min(first, history_.steps[i].end);
    }
    return first;
  }

  const History& history_;
  std::bitset<most_steps> done_;
  std::unordered_set<std::string> seen_;
};

}  // namespace

bool has_legal_order(const History& history) {
  History sorted = history;  // what began first is tried first: mostly that is the order
  std::sort(sorted.steps.begin(), sorted.steps.end(),
            [](const Step& left, const Step& right) { return left.end < right.end; });
  return Search(sorted).from(SequentialCache());
}

}  // namespace linearizability
