#include "redelivery.hpp"

#include <algorithm>
#include <utility>

namespace tagcache::detail {

void Redelivery::plan() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(planned_, true)) return;
  }
  try_after(first_pause);
}

void Redelivery::try_after(Duration pause) {
  // What is posted after a pause must not block, and a store may.
  const auto begin = [this, pause] {
    bool is_taken = false;
    try {
      is_taken = background_.post([this, pause] { try_now(pause); });
    } catch (...) {  // NOLINT(bugprone-empty-catch): as when it is refused
    }
    if (!is_taken) try_after(std::min(2 * pause, longest_pause));
  };
  try {
    if (background_.post_after(pause, begin)) return;
  } catch (...) {  // NOLINT(bugprone-empty-catch): as when it is refused
  }
  give_up();
}

void Redelivery::try_now(Duration pause) {
  if (!store_.redeliver()) return try_after(std::min(2 * pause, longest_pause));
  give_up();
  if (store_.undelivered() > 0) plan();  // it came while the store was told
}

void Redelivery::give_up() {
  const std::lock_guard lock(mutex_);
  planned_ = false;
}

}  // namespace tagcache::detail
