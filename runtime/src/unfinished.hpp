#pragma once

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
  [[nodiscard]] bool ended() const;

 private:
  mutable std::mutex mutex_;
  bool ended_ = false;
  std::unordered_map<const void*, std::function<void()>> told_;
};

}  // namespace tagcache::detail
