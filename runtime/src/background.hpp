#pragma once

#include <functional>
#include <memory>
#include <tagcache/executor.hpp>

namespace tagcache::detail {

/// The background work of one cache on an executor that may outlive it.
class Background {
 public:
  explicit Background(std::shared_ptr<Executor> executor);
  ~Background() { close(); }
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  /// False when the task will not run: the executor refused it, or `close` was called.
  [[nodiscard]] bool post(std::function<void()> task);

  /// Waits for tasks that run; those that have not begun never will, even if the executor calls them later.
  void close();
  [[nodiscard]] bool closed() const;

  /// Whether this thread runs a task, of any cache.
  [[nodiscard]] static bool runs_here();

 private:
  class Gate;
  std::shared_ptr<Executor> executor_;
  std::shared_ptr<Gate> gate_;
};

}  // namespace tagcache::detail
