#include "flight.hpp"

#include <string>
#include <tagcache/errors.hpp>
#include <utility>

namespace tagcache::detail {
namespace {

/// One that cannot be told must not keep the others waiting.
void tell_all(const std::vector<std::function<void()>>& told) noexcept {
  for (const auto& tell : told) {
    try {
      tell();
    } catch (...) {  // NOLINT(bugprone-empty-catch): it had no memory to hear it with
    }
  }
}

}  // namespace

RecursiveLoad recursive_load(const KeyView& key) {
  return RecursiveLoad("the loader of " + key.text() + " asks for " + key.text() +
                       " again before it has loaded it: load from the source instead, or ask for another key");
}

bool Flight::begin_running() {
  const std::lock_guard lock(mutex_);
  if (!queued_) return false;
  queued_ = false;
  return true;
}

bool Flight::take_over() {
  if (!begin_running()) return false;
  const std::lock_guard lock(mutex_);
  taken_over_ = true;
  return true;
}

bool Flight::taken_over() const {
  const std::lock_guard lock(mutex_);
  return taken_over_;
}

bool Flight::over() const {
  const std::lock_guard lock(mutex_);
  return over_;
}

bool Flight::queued() const {
  const std::lock_guard lock(mutex_);
  return queued_;
}

void Flight::drop() {
  std::vector<std::function<void()>> told;
  {
    const std::lock_guard lock(mutex_);
    dropped_ = true;
    if (queued_) told.swap(on_end_);
  }
  ended_.notify_all();
  tell_all(told);
}

bool Flight::dropped() const {
  const std::lock_guard lock(mutex_);
  return queued_ && dropped_;
}

bool Flight::is_asking() const { return Waiter::current().is_awaited_by(awaited_); }

void Flight::refuse_recursion(const KeyView& key) const {
  if (is_asking()) throw recursive_load(key);
}

void Flight::learnt(std::shared_ptr<const Load> load) {
  const std::lock_guard lock(mutex_);
  load_ = std::move(load);
}

std::optional<std::shared_ptr<const Load>> Flight::load() const {
  const std::lock_guard lock(mutex_);
  return load_;
}

void Flight::succeed(Outcome outcome) {
  {
    const std::lock_guard lock(mutex_);
    outcome_ = std::move(outcome);
  }
  end();
}

void Flight::fail(std::exception_ptr error) {
  {
    const std::lock_guard lock(mutex_);
    error_ = std::move(error);
  }
  end();
}

void Flight::abandon() { end(); }

void Flight::end() {
  Waiter::ended(awaited_);
  std::vector<std::function<void()>> told;
  std::function<void()> dropped;  // it ends outside the lock
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    told.swap(on_end_);
    dropped.swap(on_desertion_);
  }
  ended_.notify_all();
  tell_all(told);
}

void Flight::await(const KeyView& key, const Clock& clock, TimePoint deadline) {
  Waiter& waiter = Waiter::current();
  if (!waiter.begins_to_wait(awaited_)) throw recursive_load(key);
  std::unique_lock lock(mutex_);
  const auto is_over = [this] { return over_ || (queued_ && dropped_); };
  if (deadline == TimePoint::max()) {
    ended_.wait(lock, is_over);
  } else {
    while (!is_over() && clock.now() < deadline) clock.wait_until(lock, ended_, deadline);
  }
  lock.unlock();
  waiter.stops_waiting(awaited_);
}

std::optional<Outcome> Flight::result() const {
  const std::lock_guard lock(mutex_);
  if (error_) std::rethrow_exception(error_);
  return outcome_;
}

void Flight::on_end(std::function<void()> ended) {
  {
    const std::lock_guard lock(mutex_);
    if (!over_ && !(queued_ && dropped_)) {
      on_end_.push_back(std::move(ended));
      return;
    }
  }
  ended();
}

void Flight::board() {
  const std::lock_guard lock(mutex_);
  ++aboard_;
}

void Flight::leave(bool gives_up) {
  std::function<void()> deserted;
  {
    const std::lock_guard lock(mutex_);
    --aboard_;
    wanted_ = wanted_ || !gives_up;
    if (aboard_ == 0 && !wanted_) deserted.swap(on_desertion_);
  }
  if (deserted) deserted();
}

void Flight::on_desertion(std::function<void()> deserted) {
  {
    const std::lock_guard lock(mutex_);
    if (over_) return;
    on_desertion_ = std::move(deserted);
  }
}

}  // namespace tagcache::detail
