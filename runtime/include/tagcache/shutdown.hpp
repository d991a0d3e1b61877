#pragma once

#include <cstddef>

namespace tagcache {

/// What a shutdown did with the work of a cache in the background: refreshes, warming, loads that go on after a timeout,
/// asynchronous loads.
struct Shutdown {
  std::size_t finished = 0;       ///< ended while the shutdown waited
  std::size_t dropped = 0;        ///< had not begun when the time was over, and never will
  std::size_t still_running = 0;  ///< had not ended when the time was over; what they give is dropped

  [[nodiscard]] bool complete() const noexcept { return dropped == 0 && still_running == 0; }
};

}  // namespace tagcache
