#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <tagcache/clock.hpp>
#include <thread>
#include <vector>

namespace tagcache::testing {

/// A clock that moves only when told to. Who waits for a time to come wakes when it is moved there. Thread-safe.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] TimePoint now() const noexcept override { return TimePoint(TimePoint::duration(now_.load())); }

  /// Moves the clock forward. `step` is not negative: a Clock never runs backwards.
  void advance(TimePoint::duration step) {
    now_.fetch_add(step.count());
    while (!woke_all()) std::this_thread::yield();
  }

  void wait_until(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                  TimePoint deadline) const override {
    const Waiter waiter{lock.mutex(), &changed};
    {
      const std::lock_guard guard(mutex_);
      waiters_.push_back(&waiter);
      arrived_.notify_all();
    }
    if (now() < deadline) changed.wait(lock);
    const std::lock_guard guard(mutex_);
    waiters_.erase(std::find(waiters_.begin(), waiters_.end(), &waiter));
  }

  /// Blocks until `count` threads wait for this clock to move.
  void await_waiters(std::size_t count) const {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return waiters_.size() >= count; });
  }

 private:
  struct Waiter {
    std::mutex* mutex;
    std::condition_variable* changed;
  };

  /// False when a waiter holds its mutex: it may have looked at the clock already and not wait yet, and would miss the
  /// notification.
  bool woke_all() const {
    const std::lock_guard guard(mutex_);
    bool all = true;
    for (const Waiter* waiter : waiters_) {
      if (!waiter->mutex->try_lock()) {
        all = false;
        continue;
      }
      waiter->mutex->unlock();
      waiter->changed->notify_all();
    }
    return all;
  }

  std::atomic<TimePoint::duration::rep> now_{0};
  mutable std::mutex mutex_;
  mutable std::condition_variable arrived_;
  mutable std::vector<const Waiter*> waiters_;
};

}  // namespace tagcache::testing
