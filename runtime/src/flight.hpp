#pragma once

#include <array>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <tagcache/errors.hpp>
#include <tagcache/handle.hpp>
#include <tagcache/key.hpp>
#include <tagcache/store.hpp>
#include <unordered_map>

#include "wait_graph.hpp"

namespace tagcache::detail {

/// The error of a loader that asks for its own key.
[[nodiscard]] RecursiveLoad recursive_load(const KeyView& key);

/// One running load that several callers share.
class Flight {
 public:
  explicit Flight(const ValueType& type) : type_(&type) {}

  [[nodiscard]] const ValueType& type() const noexcept { return *type_; }

  /// Called by the thread that is going to run the load. False when the load was already begun: a caller in need does
  /// not wait for a queue, it takes a queued refresh over.
  [[nodiscard]] bool begin_running();
  [[nodiscard]] bool queued() const;

  /// Nobody will run a flight that is still queued unless one of those who wait for it does: they stop waiting.
  void drop();
  [[nodiscard]] bool dropped() const;

  /// Throws RecursiveLoad, naming `key`, when the calling thread runs this very load.
  void refuse_recursion(const KeyView& key) const;

  /// What the store learnt before the load: null when it could not tell, absent until it was asked. A caller that finds
  /// it absent comes before the loader runs and may share what it loads, whatever was invalidated until now.
  void learnt(std::shared_ptr<const Load> load);
  [[nodiscard]] std::optional<std::shared_ptr<const Load>> load() const;

  void succeed(Outcome outcome);
  void fail(std::exception_ptr error);

  /// Waits for the end; absent when `deadline` comes first, for which TimePoint::max() is too late. Rethrows the error
  /// of the load; throws RecursiveLoad, naming `key`, when the wait would never end.
  [[nodiscard]] std::optional<Outcome> wait(const KeyView& key, const Clock& clock, TimePoint deadline);

 private:
  void end();

  const ValueType* type_;
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  bool queued_ = true;
  bool dropped_ = false;
  std::optional<std::shared_ptr<const Load>> load_;
  std::optional<Outcome> outcome_;
  std::exception_ptr error_;
  Awaited awaited_;
};

/// The flights of a cache by their keys: at most one that can be joined per key.
class FlightTable {
 public:
  struct Joined {
    std::shared_ptr<Flight> flight;
    bool leads;  ///< the caller runs the load, and calls `remove` when it ended
  };

  /// The flight of `key`, or a new one that the caller leads.
  [[nodiscard]] Joined join(const KeyView& key, const ValueType& type);

  /// A new flight that waits for an executor; null when `key` has a flight already.
  [[nodiscard]] std::shared_ptr<Flight> queue(const KeyView& key, const ValueType& type);

  [[nodiscard]] std::shared_ptr<Flight> find(const KeyView& key) const;

  /// From now on nobody joins `flight`. Those who wait for it get its result.
  void remove(const KeyView& key, const Flight& flight);

  /// The same for a flight that no executor took, unless a caller in need has taken it over meanwhile.
  /// True when it is gone.
  bool withdraw(const KeyView& key, const Flight& flight);

 private:
  using Flights = std::unordered_map<Key, std::shared_ptr<Flight>, KeyHash, KeyEqual>;
  struct Part {
    mutable std::mutex mutex;
    Flights flights;
  };
  [[nodiscard]] Part& part(const KeyView& key) { return parts_[(key.hash() >> 32U) % parts_.size()]; }
  [[nodiscard]] const Part& part(const KeyView& key) const { return parts_[(key.hash() >> 32U) % parts_.size()]; }

  std::array<Part, 16> parts_;
};

}  // namespace tagcache::detail
