#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <tagcache/testing/manual_clock.hpp>
#include <thread>
#include <utility>

/// A clock on which nobody waits: `on_wait` decides what happens instead, in a thread of its own, and has to see to it
/// that the wait is over.
class DecidingClock final : public tagcache::Clock {
 public:
  [[nodiscard]] tagcache::TimePoint now() const noexcept override { return inner_.now(); }
  void advance(tagcache::TimePoint::duration step) { inner_.advance(step); }

  void wait_until(std::unique_lock<std::mutex>& lock, std::condition_variable&,
                  tagcache::TimePoint deadline) const override {
    lock.unlock();
    std::thread([&] { on_wait(deadline); }).join();
    lock.lock();
  }

  std::function<void(tagcache::TimePoint deadline)> on_wait;

 private:
  tagcache::testing::ManualClock inner_;
};
