#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <tagcache/executor.hpp>
#include <thread>
#include <utility>
#include <vector>

namespace tagcache {
namespace {

class BackgroundThreads final : public Executor {
 public:
  explicit BackgroundThreads(BackgroundThreadsOptions options) : options_(options) {}

  ~BackgroundThreads() override {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    work_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  BackgroundThreads(const BackgroundThreads&) = delete;
  BackgroundThreads& operator=(const BackgroundThreads&) = delete;

  bool post(std::function<void()> task) override {
    {
      const std::lock_guard lock(mutex_);
      if (ending_ || tasks_.size() >= options_.queue_max) return false;
      // A cache that never refreshes costs no threads.
      while (threads_.size() < std::max<std::size_t>(options_.threads, 1)) threads_.emplace_back([this] { run(); });
      tasks_.push_back(std::move(task));
    }
    work_.notify_one();
    return true;
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      work_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
      if (ending_) return;
      std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      task = nullptr;  // what it captured ends here, outside the lock
      lock.lock();
    }
  }

  const BackgroundThreadsOptions options_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::deque<std::function<void()>> tasks_;
  std::vector<std::thread> threads_;
  bool ending_ = false;
};

}  // namespace

std::shared_ptr<Executor> background_threads(BackgroundThreadsOptions options) {
  return std::make_shared<BackgroundThreads>(options);
}

}  // namespace tagcache
