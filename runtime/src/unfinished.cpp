#include "unfinished.hpp"

#include <utility>

namespace tagcache::detail {

void Unfinished::add(const void* who, std::function<void()> tell) {
  {
    const std::lock_guard lock(mutex_);
    if (!ended_) {
      told_.insert_or_assign(who, std::move(tell));  // an address may come again
      return;
    }
  }
  tell();
}

void Unfinished::remove(const void* who) {
  const std::lock_guard lock(mutex_);
  told_.erase(who);
}

void Unfinished::end() {
  std::unordered_map<const void*, std::function<void()>> told;
  {
    const std::lock_guard lock(mutex_);
    ended_.store(true, std::memory_order_release);
    told.swap(told_);
  }
  for (const auto& [who, tell] : told) tell();
}

}  // namespace tagcache::detail
