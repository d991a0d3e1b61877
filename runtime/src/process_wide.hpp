#pragma once

#ifdef __unix__
#include <pthread.h>
#endif

namespace tagcache::detail {

/// What all caches of the process share. It is there before any code runs, so that nobody waits for another thread to
/// make it, and it never ends: handles may be released after everything else has ended.
template <class T>
union ProcessWide {
  constexpr ProcessWide() noexcept : it() {}
  ProcessWide(const ProcessWide&) = delete;
  ProcessWide& operator=(const ProcessWide&) = delete;
  ~ProcessWide() {}

  T it;
};

/// From now on `Shared` is locked while the process forks. A child has one thread: a lock that another one held would
/// be held there for ever, and what it guards be half changed. Nobody may hold one thing that is locked so and wait
/// for another. False when there is no memory for it, or there are no forks.
template <auto& Shared>
[[nodiscard]] bool locked_in_forks(void (*unlock_in_child)() = [] { Shared.it.unlock(); }) noexcept {
#ifdef __unix__
  return pthread_atfork([] { Shared.it.lock(); }, [] { Shared.it.unlock(); }, unlock_in_child) == 0;
#else
  static_cast<void>(unlock_in_child);
  return false;
#endif
}

}  // namespace tagcache::detail
