#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace tagcache::detail {

/// What is to be told when a cache ends: the reads and loads for which no thread waits.
class Unfinished {
 public:
  /// `tell` is called when the cache ends, at once when it has ended.
  void add(const void* who, std::function<void()> tell);
  void remove(const void* who);

  /// Tells all, now and from now on.
  void end();
  [[nodiscard]] bool ended() const noexcept { return ended_.load(std::memory_order_acquire); }

 private:
  std::mutex mutex_;
  std::atomic<bool> ended_ = false;  ///< set under the lock
  std::unordered_map<const void*, std::function<void()>> told_;
};

}  // namespace tagcache::detail
