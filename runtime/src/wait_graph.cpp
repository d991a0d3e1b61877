#include "wait_graph.hpp"

#include <mutex>

namespace tagcache::detail {
namespace {

std::mutex& graph_mutex() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

Waiter& Waiter::of_this_thread() noexcept {
  thread_local Waiter waiter;
  return waiter;
}

void Waiter::begins_to_run(Awaited& load) {
  const std::lock_guard lock(graph_mutex());
  load.runner_ = this;
}

void Waiter::ended(Awaited& load) {
  const std::lock_guard lock(graph_mutex());
  load.runner_ = nullptr;
}

bool Waiter::runs(const Awaited& load) const {
  const std::lock_guard lock(graph_mutex());
  return load.runner_ == this;
}

bool Waiter::begins_to_wait(const Awaited& load) {
  const std::lock_guard lock(graph_mutex());
  // Each runner waits for one load at most, so the graph is a set of chains and following one of them is enough.
  for (const Awaited* next = &load; next != nullptr && next->runner_ != nullptr; next = next->runner_->waits_for_) {
    if (next->runner_ == this) return false;
  }
  waits_for_ = &load;
  return true;
}

void Waiter::stops_waiting() {
  const std::lock_guard lock(graph_mutex());
  waits_for_ = nullptr;
}

}  // namespace tagcache::detail
