#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <tagcache/errors.hpp>
#include <tagcache/handle.hpp>
#include <tagcache/key.hpp>
#include <tagcache/store.hpp>
#include <vector>

#include "wait_graph.hpp"

namespace tagcache::detail {

/// The error of a loader that asks for its own key.
[[nodiscard]] RecursiveLoad recursive_load(const KeyView& key);

/// One running load that several callers share. Some wait for it in their threads, others are called when it is over.
class Flight {
 public:
  explicit Flight(const ValueType& type) : type_(&type) {}

  [[nodiscard]] const ValueType& type() const noexcept { return *type_; }

  /// Called by who is going to run the load. False when the load was already begun: a caller in need does not wait for
  /// a queue, it takes a queued refresh over.
  [[nodiscard]] bool begin_running();
  [[nodiscard]] bool queued() const;
  [[nodiscard]] bool over() const;

  /// The same for one that another caller has queued, and that this one's options hold for from now on.
  [[nodiscard]] bool take_over();
  [[nodiscard]] bool taken_over() const;

  /// From now on what its loader waits for is waited for by `runner`. To be called when the load runs, not before: who
  /// takes several flights looks for the others of them while it holds some, and nobody waits for its looking.
  void run_by(Waiter& runner) { runner.begins_to_run(awaited_); }

  /// Nobody will run a flight that is still queued unless one of those who wait for it does: they stop waiting.
  void drop();
  [[nodiscard]] bool dropped() const;

  /// Whether its own loader is asking: the caller runs this very load, or one that it waits for.
  [[nodiscard]] bool is_asking() const;
  /// Throws RecursiveLoad, naming `key`, when it is.
  void refuse_recursion(const KeyView& key) const;

  /// What the store learnt before the load: null when it could not tell, absent until it was asked. A caller that finds
  /// it absent comes before the loader runs and may share what it loads, whatever was invalidated until now.
  void learnt(std::shared_ptr<const Load> load);
  [[nodiscard]] std::optional<std::shared_ptr<const Load>> load() const;

  void succeed(Outcome outcome);
  void fail(std::exception_ptr error);
  /// It will give nothing: it was cancelled. Who waits looks for itself again.
  void abandon();

  /// Waits until it is over or dropped, or until `deadline` comes, for which TimePoint::max() is too late. Throws
  /// RecursiveLoad, naming `key`, when the wait would never end.
  void await(const KeyView& key, const Clock& clock, TimePoint deadline);

  /// Calls `ended` when the flight is over or dropped, in the thread that does it; at once when it is so already.
  void on_end(std::function<void()> ended);
  /// Absent while it is not over, and when it was abandoned. Rethrows the error of the load.
  [[nodiscard]] std::optional<Outcome> result() const;

  /// For waits without a thread; false when the wait would never end. `waiter` must outlive it.
  [[nodiscard]] bool begins_to_wait(Waiter& waiter) const { return waiter.begins_to_wait(awaited_); }
  void stops_waiting(Waiter& waiter) const { waiter.stops_waiting(awaited_); }

  /// Who is aboard wants the value. Only loads for which all who were aboard gave up are cancelled.
  void board();
  void leave(bool gives_up);
  /// Calls `deserted` once when the last one aboard gives up.
  void on_desertion(std::function<void()> deserted);

 private:
  void end();

  const ValueType* type_;
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  bool queued_ = true;
  bool taken_over_ = false;
  bool dropped_ = false;
  bool over_ = false;
  bool wanted_ = false;  ///< somebody left without giving up: the value is to be kept
  std::size_t aboard_ = 0;
  std::optional<std::shared_ptr<const Load>> load_;
  std::optional<Outcome> outcome_;
  std::exception_ptr error_;
  std::vector<std::function<void()>> on_end_;
  std::function<void()> on_desertion_;
  Awaited awaited_;
};

/// A caller whose thread waits: it never gives up, so that what it had to wait too long for is kept.
class Aboard {
 public:
  explicit Aboard(Flight& flight) : flight_(flight) { flight_.board(); }
  ~Aboard() { flight_.leave(false); }
  Aboard(const Aboard&) = delete;
  Aboard& operator=(const Aboard&) = delete;

 private:
  Flight& flight_;
};

}  // namespace tagcache::detail
