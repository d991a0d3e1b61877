#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <tagcache/clock.hpp>
#include <tagcache/executor.hpp>
#include <tagcache/shutdown.hpp>

namespace tagcache::detail {

/// The background work of one cache on an executor that may outlive it. Work that runs keeps its owner alive, work that
/// waits does not. What a task holds ends with its run, or as soon as it is known that it will never run.
class Background {
 public:
  explicit Background(std::shared_ptr<Executor> executor);
  ~Background() { close(); }
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  /// To be called once, before anything is posted.
  void owned_by(std::weak_ptr<const void> owner);

  /// False when the task will not run: the executor refused it, or `close` was called.
  [[nodiscard]] bool post(std::function<void()> task);
  /// The same for a short task that never blocks. It runs after `close` too, but not when its owner is gone.
  [[nodiscard]] bool post_after(Duration delay, std::function<void()> task);

  /// Work that runs without a thread of the executor, until the last copy is gone; null after `close`.
  [[nodiscard]] std::shared_ptr<const void> begins_elsewhere();

  /// Takes nothing more, and waits until all is done or `deadline` comes, for which TimePoint::max() is too late. What
  /// has not begun then never will, and is dropped here; what still runs is not waited for any more.
  [[nodiscard]] Shutdown drain(const Clock& clock, TimePoint deadline);

  /// Waits for tasks that run, unless `drain` gave up on them; those that have not begun are dropped, even if the
  /// executor calls them later.
  void close();
  [[nodiscard]] bool closed() const;

  /// Whether this thread runs a task, of any cache.
  [[nodiscard]] static bool runs_here();

 private:
  class Gate;
  class Ticket;
  std::shared_ptr<Executor> executor_;
  std::shared_ptr<Gate> gate_;
};

}  // namespace tagcache::detail
