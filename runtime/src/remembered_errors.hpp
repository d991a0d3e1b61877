#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <tagcache/key.hpp>
#include <tagcache/store.hpp>
#include <unordered_map>
#include <vector>

namespace tagcache::detail {

class GatedStore;

/// Errors of loads, for as long as `error_ttl` says. What the store learnt before the failed load tells whether the
/// error still counts: after an invalidation, `set`, `del` or `clear` it does not. Bounded; when it is full, the error
/// that would end first gives way.
class RememberedErrors {
 public:
  explicit RememberedErrors(GatedStore& store) : store_(store) {}

  /// `begun` is what the store said before the load: its load must not be null. The error also ends with the tags that
  /// the value found then had brought, since the next value would likely bring them again.
  void remember(const KeyView& key, const ValueType& type, std::exception_ptr error, TimePoint now, Duration lasts,
                const Begun& begun);

  /// The error that loading `key` would give; null when it is to be tried.
  [[nodiscard]] std::exception_ptr find(const KeyView& key, const ValueType& type, TimePoint now);

  void forget(const KeyView& key);

  /// Whether there is none, so that nobody need look at the clock.
  [[nodiscard]] bool empty() const noexcept { return count_.load(std::memory_order_acquire) == 0; }

  static constexpr std::size_t most = 1'000;

 private:
  struct Remembered {
    const ValueType* type;
    std::exception_ptr error;
    TimePoint until;
    std::shared_ptr<const Load> load;
    TagSet result_tags;
  };
  using Errors = std::unordered_map<Key, Remembered, KeyHash, KeyEqual>;

  /// Errors whose key nobody asks for again go when others come or are asked for: all that have ended, once a second.
  void drop_ended(TimePoint now, std::vector<Errors::node_type>& dropped);
  [[nodiscard]] bool is_current(const Remembered& remembered) const noexcept;

  GatedStore& store_;
  std::mutex mutex_;
  Errors errors_;
  TimePoint next_sweep_{};
  std::atomic<std::size_t> count_ = 0;  ///< a cache whose loads succeed takes no lock
};

}  // namespace tagcache::detail
