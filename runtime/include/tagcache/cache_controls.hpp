#pragma once

#include <memory>
#include <tagcache/duration.hpp>
#include <tagcache/shutdown.hpp>
#include <tagcache/stats.hpp>

namespace tagcache {

/// What is done with a cache as a whole, whatever is in it: the part of Primitives for those who run a service.
/// Thread-safe.
class CacheControls {
 public:
  CacheControls(const CacheControls&) = delete;
  CacheControls& operator=(const CacheControls&) = delete;

  /// What was counted since the cache was made, or set back to zero last. Takes as long as there are queries.
  [[nodiscard]] Stats stats() const;
  void reset_stats();

  /// Switched off, reads load for themselves and ask the store nothing. What is loaded is not kept, `set` forgets what
  /// is stored under its key, nothing is refreshed or warmed. Invalidations, `del` and `clear` reach the store: nothing
  /// that they took away is served when the cache is switched on again.
  void set_enabled(bool enabled) noexcept;
  /// Read-only, the cache serves and shares loads; all else is as when it is switched off.
  void set_read_only(bool read_only) noexcept;

  /// Takes no more background work and waits until what there is has ended, `patience` at most. Afterwards the
  /// destructor waits for nothing, not even for a loader that never ends; the cache works on, without refreshes. When
  /// invalidations are undelivered then, the store is told of them here: one call, which only its own time limits
  /// bound.
  Shutdown shutdown(Duration patience);

  /// Stops background work, as the destructor does, and tells the store to give up what it holds. May be called twice;
  /// afterwards the cache works on, without refreshes.
  void disconnect();

 protected:
  class State;
  explicit CacheControls(std::shared_ptr<State> state) noexcept;
  ~CacheControls();

  const std::shared_ptr<State> state_;  ///< work that is under way when the cache ends keeps it
};

}  // namespace tagcache
