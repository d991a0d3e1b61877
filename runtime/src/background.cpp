#include "background.hpp"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>

namespace tagcache::detail {

/// What tasks pass before they touch the cache. Shared with the tasks, so that it is there when the cache is not.
class Background::Gate {
 public:
  [[nodiscard]] bool enter() {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    ++running_;
    return true;
  }

  void leave() {
    const std::lock_guard lock(mutex_);
    --running_;
    left_.notify_all();
  }

  void close() {
    std::unique_lock lock(mutex_);
    closed_ = true;
    left_.wait(lock, [this] { return running_ == 0; });
  }

  [[nodiscard]] bool closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable left_;
  bool closed_ = false;
  std::size_t running_ = 0;
};

Background::Background(std::shared_ptr<Executor> executor)
    : executor_(std::move(executor)), gate_(std::make_shared<Gate>()) {}

bool Background::post(std::function<void()> task) {
  if (gate_->closed()) return false;
  return executor_->post([gate = gate_, task = std::move(task)] {
    if (!gate->enter()) return;
    task();
    gate->leave();
  });
}

void Background::close() { gate_->close(); }

}  // namespace tagcache::detail
