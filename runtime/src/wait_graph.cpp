#include "wait_graph.hpp"

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <new>
#include <utility>

#include "process_wide.hpp"

namespace tagcache::detail {
namespace {

constinit ProcessWide<std::mutex> graph;
[[maybe_unused]] const bool graph_is_locked_in_forks = locked_in_forks<graph>();

constinit thread_local const std::shared_ptr<Waiter>* acting = nullptr;

/// The waiter of a thread never ends: what ends later than anything that is made here may wait too.
alignas(Waiter) constinit thread_local std::byte place_of_waiter[sizeof(Waiter)]{};
constinit thread_local Waiter* waiter_of_thread = nullptr;

}  // namespace

Waiter& Waiter::current() noexcept {
  if (acting != nullptr && *acting) return **acting;
  if (waiter_of_thread == nullptr) waiter_of_thread = new (place_of_waiter) Waiter;
  return *waiter_of_thread;
}

std::shared_ptr<Waiter> Waiter::acted_for() noexcept { return acting != nullptr ? *acting : nullptr; }

Waiter::Acting::Acting(std::shared_ptr<Waiter> waiter) noexcept
    : waiter_(std::move(waiter)), before_(std::exchange(acting, &waiter_)) {}

Waiter::Acting::~Acting() { acting = before_; }

void Waiter::begins_to_run(Awaited& load) {
  const std::lock_guard lock(graph.it);
  load.runner_ = this;
}

void Waiter::ended(Awaited& load) {
  const std::lock_guard lock(graph.it);
  load.runner_ = nullptr;
}

bool Waiter::is_awaited_by(const Awaited& load) const {
  const std::lock_guard lock(graph.it);
  return closes_circle(load);
}

bool Waiter::begins_to_wait(const Awaited& load) {
  const std::lock_guard lock(graph.it);
  if (closes_circle(load)) return false;
  waits_for_.push_back(&load);
  return true;
}

/// Under the lock.
bool Waiter::closes_circle(const Awaited& load) const {
  // Each is looked at once, since others may stand in a circle: who asks for a load waits for it already while an
  // executor runs it in his own thread, and an asynchronous load that waits for one may take another over. Such a
  // circle ends with the load that runs in it: no loader waits there, and a wait of one that would close it is refused.
  static std::uint64_t looks = 0;
  ++looks;
  std::vector<const Awaited*> next{&load};
  while (!next.empty()) {
    const Waiter* const runner = next.back()->runner_;
    next.pop_back();
    if (runner == this) return true;
    if (runner == nullptr || std::exchange(runner->looked_at_, looks) == looks) continue;
    next.insert(next.end(), runner->waits_for_.begin(), runner->waits_for_.end());
  }
  return false;
}

void Waiter::stops_waiting(const Awaited& load) {
  const std::lock_guard lock(graph.it);
  const auto found = std::find(waits_for_.begin(), waits_for_.end(), &load);
  if (found != waits_for_.end()) waits_for_.erase(found);
  // Keeps no memory: the waiter of a thread never ends.
  if (waits_for_.empty()) std::vector<const Awaited*>().swap(waits_for_);
}

}  // namespace tagcache::detail
