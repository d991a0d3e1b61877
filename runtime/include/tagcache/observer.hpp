#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <tagcache/handle.hpp>
#include <tagcache/key.hpp>
#include <tagcache/miss_cause.hpp>
#include <tagcache/purpose.hpp>
#include <tagcache/stats.hpp>
#include <tagcache/tag.hpp>
#include <tagcache/verification.hpp>

/// What happens in a cache, told as it happens. Events are views for the time of one call: an observer that keeps one
/// copies what it needs. Text is made of a key only when the observer asks for it.
namespace tagcache {

/// How much an event matters, and how much an observer wants to hear.
enum class Level {
  debug,    ///< each read, load and refresh
  info,     ///< what was invalidated, cleared, warmed or switched
  warning,  ///< what went wrong and was made good: loads that failed, refused refreshes, hits found stale
  error,    ///< what the store could not do
};
/// `debug` and so on.
[[nodiscard]] std::string_view name(Level level) noexcept;

/// A read that ended.
struct ReadEvent {
  std::string_view query;  ///< as in QueryStats
  const KeyView& key;
  std::optional<Status> status;    ///< absent when it ended with nothing: `get` found none, or the load failed
  std::optional<MissCause> cause;  ///< why it was not served a fresh entry at once; absent for hits
  bool joined;                     ///< it shared another caller's load
  bool failed;                     ///< it ended with an exception
  std::chrono::nanoseconds took;
  std::optional<std::chrono::nanoseconds> fresh_for;  ///< of what it was served; negative when that is over
};

/// A run of a loader that ended.
struct LoadEvent {
  std::string_view query;
  const KeyView& key;
  Purpose purpose;
  std::chrono::nanoseconds took;
  std::exception_ptr error;  ///< null when it gave a value
};

/// A load in the background that was asked for.
struct RefreshEvent {
  std::string_view query;
  const KeyView& key;
  Purpose purpose;
  bool taken;  ///< the executor took it
};

struct VerifyEvent {
  std::string_view query;
  const Verification& verification;
};

struct StoreErrorEvent {
  StoreCall call;
  std::exception_ptr error;
  TimePoint at;  ///< of the clock of the cache
};

/// Hears what happens in a cache: given in CacheOptions. Thread-safe: called from all threads that use the cache, at
/// the end of what is told and with no lock held; what is slow here is slow there, except for verifications and
/// refreshes, which run on the executor. What it throws is lost. It must not use the cache that it hears from while it
/// is being destroyed.
class Observer {
 public:
  virtual ~Observer() = default;

  /// The least level that it wants to hear. Asked before each event; may change.
  [[nodiscard]] virtual Level level() const noexcept = 0;

  virtual void read(Level, const ReadEvent&) {}
  virtual void load(Level, const LoadEvent&) {}
  virtual void refresh(Level, const RefreshEvent&) {}
  virtual void verified(Level, const VerifyEvent&) {}
  /// When the store was told. Tags and how far each reaches.
  virtual void invalidated(Level, std::span<const Invalidation>) {}
  virtual void cleared(Level, std::string_view /*prefix*/) {}
  virtual void store_failed(Level, const StoreErrorEvent&) {}
  /// `what` is "enabled" or "read_only".
  virtual void switched(Level, std::string_view /*what*/, bool /*on*/) {}
};

/// Writes one readable line an event, without a line break: `MISS BlogCache:get_user(42) invalidated, 3.1 ms, fresh for
/// 300 s`. Errors of the store, which may come by the thousand, are written once a second for each kind of call, with
/// how many were left out. `write` is called from many threads at once.
[[nodiscard]] std::shared_ptr<Observer> log_lines(std::function<void(Level, std::string_view)> write,
                                                  Level least = Level::info);

}  // namespace tagcache
