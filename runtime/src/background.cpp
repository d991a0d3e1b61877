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
  [[nodiscard]] bool let_in() {
    const std::lock_guard lock(mutex_);
    if (closed_ || draining_) return false;
    ++waiting_;
    return true;
  }

  /// What was let in begins; null when it must not.
  [[nodiscard]] std::shared_ptr<const void> enter() {
    const std::lock_guard lock(mutex_);
    if (closed_) return nullptr;
    auto owner = owner_.lock();
    if (!owner) return nullptr;
    --waiting_;
    running_.push_back(std::this_thread::get_id());
    return owner;
  }

  void leave() {
    const std::lock_guard lock(mutex_);
    running_.erase(std::find(running_.begin(), running_.end(), std::this_thread::get_id()));
    ++finished_;
    left_.notify_all();
  }

  /// What was let in will never begin.
  void gives_up() {
    const std::lock_guard lock(mutex_);
    --waiting_;
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
    std::unique_lock lock(mutex_);
    draining_ = true;
    const std::size_t finished_before = finished_;
    const auto is_done = [this] { return waiting_ == 0 && running_of_others() == 0 && elsewhere_ == 0; };
    if (deadline == TimePoint::max()) {
      left_.wait(lock, is_done);
    } else {
      while (!is_done() && clock.now() < deadline) clock.wait_until(lock, left_, deadline);
    }
    closed_ = true;
    given_up_ = true;
    return {finished_ - finished_before, waiting_, running_of_others() + elsewhere_};
  }

  void close() {
    std::unique_lock lock(mutex_);
    closed_ = true;
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
    const auto own = std::count(running_.begin(), running_.end(), std::this_thread::get_id());
    return running_.size() - static_cast<std::size_t>(own);
  }

  mutable std::mutex mutex_;
  std::condition_variable left_;
  std::weak_ptr<const void> owner_;
  bool draining_ = false;
  bool closed_ = false;
  bool given_up_ = false;
  std::size_t waiting_ = 0;
  std::size_t elsewhere_ = 0;
  std::size_t finished_ = 0;
  std::vector<std::thread::id> running_;
};

/// Goes with a task that was let in. An executor may let go of it unrun.
class Background::Ticket {
 public:
  explicit Ticket(std::shared_ptr<Gate> gate) : gate_(std::move(gate)) {}
  ~Ticket() {
    if (!used_) gate_->gives_up();
  }
  Ticket(const Ticket&) = delete;
  Ticket& operator=(const Ticket&) = delete;

  void run(const std::function<void()>& task);

 private:
  const std::shared_ptr<Gate> gate_;
  bool used_ = false;
};

namespace {

thread_local unsigned running_tasks = 0;

}  // namespace

void Background::Ticket::run(const std::function<void()>& task) {
  const auto owner = gate_->enter();
  if (!owner) return;
  used_ = true;
  ++running_tasks;
  task();
  --running_tasks;
  gate_->leave();
}

bool Background::runs_here() { return running_tasks > 0; }

Background::Background(std::shared_ptr<Executor> executor)
    : executor_(std::move(executor)), gate_(std::make_shared<Gate>()) {}

void Background::owned_by(std::weak_ptr<const void> owner) { gate_->owned_by(std::move(owner)); }

bool Background::post(std::function<void()> task) {
  if (!gate_->let_in()) return false;
  const auto ticket = std::make_shared<Ticket>(gate_);
  return executor_->post([ticket, task = std::move(task)] { ticket->run(task); });
}

bool Background::post_after(Duration delay, std::function<void()> task) {
  if (gate_->closed()) return false;
  return executor_->post_after(delay, [gate = gate_, task = std::move(task)] {
    if (const auto owner = gate->owner()) task();
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
