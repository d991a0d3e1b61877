#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <tagcache/duration.hpp>

namespace tagcache {

/// Where background work (refreshes, warming) runs.
///
/// Thread-safe: `post` is called from many threads at once. The executor must not run a task inside `post`, because the
/// caller waits for nothing there. A task that was taken may be dropped unrun only at the executor's own end. Tasks
/// throw nothing.
class Executor {
 public:
  virtual ~Executor() = default;

  /// Takes a task to run later. False when it cannot, for example because too many wait already; the task is then
  /// dropped and the cache tries again at the next read.
  [[nodiscard]] virtual bool post(std::function<void()> task) = 0;

  /// The same, but not before `delay` has passed: the timeouts of reads for which no thread waits, and what is tried
  /// again later. Such tasks are short and never block; none of them may be refused because many tasks of `post` wait.
  [[nodiscard]] virtual bool post_after(Duration delay, std::function<void()> task) = 0;
};

struct BackgroundThreadsOptions {
  std::size_t threads = 2;        ///< started at the first task, at least 1
  std::size_t queue_max = 1'000;  ///< tasks that wait for a thread; more are refused
};

/// Threads of its own: what a cache uses when it is given no executor. Its destructor drops waiting tasks and waits for
/// the running, except for the one that calls it.
[[nodiscard]] std::shared_ptr<Executor> background_threads(BackgroundThreadsOptions options = {});

}  // namespace tagcache
