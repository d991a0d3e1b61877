#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <tagcache/clock.hpp>
#include <tagcache/executor.hpp>
#include <thread>
#include <utility>
#include <vector>

namespace tagcache {
namespace {

/// Shared with the threads: one of them may outlive the executor, when a task of its own ends the executor.
struct Work {
  using Instant = std::chrono::steady_clock::time_point;

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> tasks;
  std::multimap<Instant, std::function<void()>> delayed;
  bool ending = false;

  /// A task to run now; null when the work ends.
  [[nodiscard]] std::function<void()> next(std::unique_lock<std::mutex>& lock) {
    for (;;) {
      if (ending) return nullptr;
      const auto first = delayed.begin();
      if (first != delayed.end() && first->first <= std::chrono::steady_clock::now()) {
        return std::move(delayed.extract(first).mapped());
      }
      if (!tasks.empty()) {
        std::function<void()> task = std::move(tasks.front());
        tasks.pop_front();
        return task;
      }
      if (first == delayed.end()) {
        changed.wait(lock);
      } else {
        changed.wait_until(lock, Instant(first->first));
      }
    }
  }
};

void run_tasks(const std::shared_ptr<Work>& work) {
  std::unique_lock lock(work->mutex);
  while (std::function<void()> task = work->next(lock)) {
    lock.unlock();
    task();
    task = nullptr;  // what it captured ends here, outside the lock
    lock.lock();
  }
}

class BackgroundThreads final : public Executor {
 public:
  explicit BackgroundThreads(BackgroundThreadsOptions options) : options_(options) {}

  ~BackgroundThreads() override {
    std::deque<std::function<void()>> dropped;  // they end outside the lock
    std::multimap<Work::Instant, std::function<void()>> delayed;
    {
      const std::lock_guard lock(work_->mutex);
      work_->ending = true;
      dropped.swap(work_->tasks);
      delayed.swap(work_->delayed);
    }
    work_->changed.notify_all();
    for (std::thread& thread : threads_) {
      if (thread.get_id() == std::this_thread::get_id()) {
        thread.detach();
      } else {
        thread.join();
      }
    }
  }

  BackgroundThreads(const BackgroundThreads&) = delete;
  BackgroundThreads& operator=(const BackgroundThreads&) = delete;

  bool post(std::function<void()> task) override {
    {
      const std::lock_guard lock(work_->mutex);
      if (work_->ending || work_->tasks.size() >= options_.queue_max) return false;
      start_threads();
      work_->tasks.push_back(std::move(task));
    }
    work_->changed.notify_one();
    return true;
  }

  bool post_after(Duration delay, std::function<void()> task) override {
    {
      const std::lock_guard lock(work_->mutex);
      if (work_->ending) return false;
      start_threads();
      work_->delayed.emplace(later(std::chrono::steady_clock::now(), delay), std::move(task));
    }
    work_->changed.notify_all();  // the one that is told may wait for a later task
    return true;
  }

 private:
  /// A cache that never refreshes costs no threads.
  void start_threads() {
    while (threads_.size() < std::max<std::size_t>(options_.threads, 1)) {
      threads_.emplace_back([work = work_] { run_tasks(work); });
    }
  }

  const BackgroundThreadsOptions options_;
  const std::shared_ptr<Work> work_ = std::make_shared<Work>();
  std::vector<std::thread> threads_;
};

}  // namespace

std::shared_ptr<Executor> background_threads(BackgroundThreadsOptions options) {
  return std::make_shared<BackgroundThreads>(options);
}

}  // namespace tagcache
