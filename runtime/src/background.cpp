#include "background.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace tagcache::detail {

/// What tasks pass before they touch the cache. Shared with the tasks, so that it is there when the cache is not.
class Background::Gate {
 public:
  [[nodiscard]] bool enter() {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    running_.push_back(std::this_thread::get_id());
    return true;
  }

  void leave() {
    const std::lock_guard lock(mutex_);
    running_.erase(std::find(running_.begin(), running_.end(), std::this_thread::get_id()));
    left_.notify_all();
  }

  void close() {
    std::unique_lock lock(mutex_);
    closed_ = true;
    // A task that closes the gate cannot be waited for.
    const auto is_self = [self = std::this_thread::get_id()](std::thread::id runner) { return runner == self; };
    left_.wait(lock, [&] { return std::all_of(running_.begin(), running_.end(), is_self); });
  }

  [[nodiscard]] bool closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable left_;
  bool closed_ = false;
  std::vector<std::thread::id> running_;
};

namespace {

thread_local unsigned running_tasks = 0;

}  // namespace

bool Background::runs_here() { return running_tasks > 0; }

Background::Background(std::shared_ptr<Executor> executor)
    : executor_(std::move(executor)), gate_(std::make_shared<Gate>()) {}

bool Background::post(std::function<void()> task) {
  if (gate_->closed()) return false;
  return executor_->post([gate = gate_, task = std::move(task)] {
    if (!gate->enter()) return;
    ++running_tasks;
    task();
    --running_tasks;
    gate->leave();
  });
}

bool Background::closed() const { return gate_->closed(); }

void Background::close() { gate_->close(); }

}  // namespace tagcache::detail
