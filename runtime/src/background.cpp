#include "background.hpp"

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <utility>

namespace tagcache::detail {
namespace {

/// A task, and the thread that runs it, if one does.
struct Task {
  std::function<void()> work;
  std::thread::id thread = {};
};
using Tasks = std::list<Task>;

}  // namespace

/// What tasks pass before they touch the cache. Shared with the executor, so that it is there when the cache is not. It
/// keeps the tasks themselves: what the executor has is a ticket for one. Nothing here needs memory once a task was let
/// in.
class Background::Gate {
 public:
  using Place = Tasks::iterator;

  /// `task` is one element; it stays with the caller when it is not let in.
  [[nodiscard]] bool let_in(Tasks& task) {
    const std::lock_guard lock(mutex_);
    if (closed_ || draining_) return false;
    waiting_.splice(waiting_.end(), task);
    return true;
  }

  /// What was let in begins; null when it must not.
  [[nodiscard]] std::shared_ptr<const void> enter(Place task) {
    const std::lock_guard lock(mutex_);
    if (closed_) return nullptr;
    auto owner = owner_.lock();
    if (!owner) return nullptr;
    task->thread = std::this_thread::get_id();
    running_.splice(running_.end(), waiting_, task);
    return owner;
  }

  void leave(Place task) {
    const std::lock_guard lock(mutex_);
    running_.erase(task);
    ++finished_;
    left_.notify_all();
  }

  /// What was let in will never begin.
  void gives_up(Place task) {
    Tasks dropped;  // ends outside the lock
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    dropped.splice(dropped.end(), waiting_, task);
    left_.notify_all();
  }

  [[nodiscard]] bool begin_elsewhere() {
    const std::lock_guard lock(mutex_);
    if (closed_ || draining_) return false;
    ++elsewhere_;
    return true;
  }

  void end_elsewhere() {
    const std::lock_guard lock(mutex_);
    --elsewhere_;
    ++finished_;
    left_.notify_all();
  }

  [[nodiscard]] Shutdown drain(const Clock& clock, TimePoint deadline) {
    Tasks dropped;  // they end outside the lock
    std::unique_lock lock(mutex_);
    draining_ = true;
    const std::size_t finished_before = finished_;
    const auto is_done = [this] { return waiting_.empty() && running_of_others() == 0 && elsewhere_ == 0; };
    if (deadline == TimePoint::max()) {
      left_.wait(lock, is_done);
    } else {
      while (!is_done() && clock.now() < deadline) clock.wait_until(lock, left_, deadline);
    }
    closed_ = true;
    given_up_ = true;
    dropped.swap(waiting_);
    return {finished_ - finished_before, dropped.size(), running_of_others() + elsewhere_};
  }

  void close() {
    {
      Tasks dropped;
      const std::lock_guard lock(mutex_);
      closed_ = true;
      dropped.swap(waiting_);
    }
    std::unique_lock lock(mutex_);
    left_.wait(lock, [this] { return given_up_ || running_of_others() == 0; });
  }

  [[nodiscard]] bool closed() const {
    const std::lock_guard lock(mutex_);
    return closed_ || draining_;
  }

  [[nodiscard]] std::shared_ptr<const void> owner() const {
    const std::lock_guard lock(mutex_);
    return owner_.lock();
  }

  void owned_by(std::weak_ptr<const void> owner) {
    const std::lock_guard lock(mutex_);
    owner_ = std::move(owner);
  }

 private:
  /// A task that closes the gate cannot be waited for.
  [[nodiscard]] std::size_t running_of_others() const {
    const auto is_others = [](const Task& task) { return task.thread != std::this_thread::get_id(); };
    return static_cast<std::size_t>(std::count_if(running_.begin(), running_.end(), is_others));
  }

  mutable std::mutex mutex_;
  std::condition_variable left_;
  std::weak_ptr<const void> owner_;
  bool draining_ = false;
  bool closed_ = false;
  bool given_up_ = false;
  Tasks waiting_;  ///< empty once it is closed
  Tasks running_;
  std::size_t elsewhere_ = 0;
  std::size_t finished_ = 0;
};

/// What the executor holds of a task that was let in. It may let go of it unrun.
class Background::Ticket {
 public:
  Ticket(std::shared_ptr<Gate> gate, Gate::Place task) : gate_(std::move(gate)), task_(task) {}
  ~Ticket() {
    if (is_valid_ && !used_) gate_->gives_up(task_);
  }
  Ticket(const Ticket&) = delete;
  Ticket& operator=(const Ticket&) = delete;

  void becomes_valid() noexcept { is_valid_ = true; }
  void run();

 private:
  const std::shared_ptr<Gate> gate_;
  const Gate::Place task_;
  bool is_valid_ = false;  ///< the task was let in
  bool used_ = false;
};

namespace {

thread_local unsigned running_tasks = 0;

}  // namespace

void Background::Ticket::run() {
  const auto owner = gate_->enter(task_);
  if (!owner) return;
  used_ = true;
  ++running_tasks;
  try {
    task_->work();
  } catch (...) {  // NOLINT(bugprone-empty-catch): nobody is left to hear of it, least of all the executor
  }
  task_->work = nullptr;  // what it holds ends outside the lock, and before anybody hears that it is done
  --running_tasks;
  gate_->leave(task_);
}

bool Background::runs_here() { return running_tasks > 0; }

Background::Background(std::shared_ptr<Executor> executor)
    : executor_(std::move(executor)), gate_(std::make_shared<Gate>()) {}

void Background::owned_by(std::weak_ptr<const void> owner) { gate_->owned_by(std::move(owner)); }

bool Background::post(std::function<void()> task) {
  Tasks tasks;
  tasks.push_back({std::move(task)});
  const auto ticket = std::make_shared<Ticket>(gate_, tasks.begin());
  if (!gate_->let_in(tasks)) return false;
  ticket->becomes_valid();
  return executor_->post([ticket] { ticket->run(); });
}

bool Background::post_after(Duration delay, std::function<void()> task) {
  if (gate_->closed()) return false;
  return executor_->post_after(delay, [gate = gate_, task = std::move(task)] {
    const auto owner = gate->owner();
    if (!owner) return;
    try {
      task();
    } catch (...) {  // NOLINT(bugprone-empty-catch): as in Ticket::run
    }
  });
}

std::shared_ptr<const void> Background::begins_elsewhere() {
  if (!gate_->begin_elsewhere()) return nullptr;
  return {gate_.get(), [gate = gate_](const void*) { gate->end_elsewhere(); }};
}

Shutdown Background::drain(const Clock& clock, TimePoint deadline) { return gate_->drain(clock, deadline); }

bool Background::closed() const { return gate_->closed(); }

void Background::close() { gate_->close(); }

}  // namespace tagcache::detail
