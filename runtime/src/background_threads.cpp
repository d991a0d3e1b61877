#include <algorithm>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <tagcache/executor.hpp>
#include <thread>
#include <utility>
#include <vector>

namespace tagcache {
namespace {

/// Shared with the threads: one of them may outlive the executor, when a task of its own ends the executor.
struct Work {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> tasks;
  bool ending = false;
};

void run_tasks(const std::shared_ptr<Work>& work) {
  std::unique_lock lock(work->mutex);
  for (;;) {
    work->changed.wait(lock, [&work] { return work->ending || !work->tasks.empty(); });
    if (work->ending) return;
    std::function<void()> task = std::move(work->tasks.front());
    work->tasks.pop_front();
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
    {
      const std::lock_guard lock(work_->mutex);
      work_->ending = true;
      dropped.swap(work_->tasks);
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
      // A cache that never refreshes costs no threads.
      while (threads_.size() < std::max<std::size_t>(options_.threads, 1)) {
        threads_.emplace_back([work = work_] { run_tasks(work); });
      }
      work_->tasks.push_back(std::move(task));
    }
    work_->changed.notify_one();
    return true;
  }

 private:
  const BackgroundThreadsOptions options_;
  const std::shared_ptr<Work> work_ = std::make_shared<Work>();
  std::vector<std::thread> threads_;
};

}  // namespace

std::shared_ptr<Executor> background_threads(BackgroundThreadsOptions options) {
  return std::make_shared<BackgroundThreads>(options);
}

}  // namespace tagcache
