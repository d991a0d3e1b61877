#include <algorithm>
#include <stdexcept>
#include <tagcache/testing/in_process_remote.hpp>
#include <utility>

/// How announcements come to a node, or do not.
namespace tagcache::testing {
namespace {

/// What listen() returned; the connection may be gone before it ends.
struct Subscription {
  explicit Subscription(std::function<void()> at_end) : end(std::move(at_end)) {}
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;
  ~Subscription() { end(); }
  std::function<void()> end;
};

}  // namespace

std::size_t InProcessRemote::partitions() const noexcept { return server_->numbers_.size(); }

std::shared_ptr<void> InProcessRemote::listen(std::shared_ptr<Listener> listener, Duration) {
  {
    const std::lock_guard lock(mutex_);
    if (listener_) throw std::logic_error("this remote store has a layer in front already");
    listener_ = std::move(listener);
  }
  for (std::size_t i = 0; i < partitions(); ++i) mend(i);
  return std::make_shared<Subscription>([node = weak_from_this()] {
    const auto self = node.lock();
    if (!self) return;
    const std::lock_guard lock(self->mutex_);
    self->listener_.reset();
    self->inbox_.clear();
    std::fill(self->connected_.begin(), self->connected_.end(), false);
  });
}

bool InProcessRemote::take(std::atomic<std::size_t>& left) {
  std::size_t seen = left;
  while (seen > 0 && !left.compare_exchange_weak(seen, seen - 1)) {
  }
  return seen > 0;
}

void InProcessRemote::cut(std::size_t partition) {
  const std::lock_guard lock(mutex_);
  connected_[partition] = false;
  std::erase_if(inbox_, [&](const Message& each) { return each.announcement.partition == partition; });
  if (listener_) listener_->lost(partition);
}

void InProcessRemote::mend(std::size_t partition) {
  const std::lock_guard server_lock(server_->mutex_);
  const std::lock_guard lock(mutex_);
  if (!listener_ || connected_[partition]) return;
  meet_locked(server_->incarnation_);
  connected_[partition] = true;
  listener_->connected(partition, server_->numbers_[partition]);
}

void InProcessRemote::beat() {
  if (down_) return;
  for (std::size_t i = 0; i < partitions(); ++i) {
    std::unique_lock lock(mutex_);
    if (!listener_ || !connected_[i]) continue;
    const auto listener = listener_;
    lock.unlock();
    const TimePoint asked = listener->now();
    const std::lock_guard server_lock(server_->mutex_);
    lock.lock();
    if (!listener_ || !connected_[i]) continue;
    meet_locked(server_->incarnation_);
    listener_->beat(i, server_->numbers_[i], asked);
  }
}

/// Called while the server's mutex is held, so that all nodes receive in one order.
void InProcessRemote::receive(const Message& message) {
  const std::lock_guard lock(mutex_);
  if (!listener_ || !connected_[message.announcement.partition] || take(dropped_)) return;
  inbox_.push_back(message);
  if (take(repeated_)) inbox_.push_back(message);
  if (!held_) deliver_locked(inbox_.size());
}

void InProcessRemote::deliver_locked(std::size_t count) {
  for (; count > 0 && !inbox_.empty(); --count) {
    const Message message = std::move(inbox_.front());
    inbox_.pop_front();
    if (message.incarnation < incarnation_) continue;  // of what is gone
    meet_locked(message.incarnation);
    listener_->announced(message.announcement);
  }
}

void InProcessRemote::meet_locked(std::uint64_t incarnation) {
  if (std::exchange(incarnation_, incarnation) == incarnation) return;
  for (std::size_t i = 0; i < partitions(); ++i) {
    if (!connected_[i]) continue;
    listener_->lost(i);
    listener_->connected(i, 0);  // what it has announced since comes, or is a gap
  }
}

void InProcessRemote::hold(bool is_held) {
  const std::lock_guard lock(mutex_);
  held_ = is_held;
  if (!held_) deliver_locked(inbox_.size());
}

bool InProcessRemote::deliver(std::size_t count) {
  const std::lock_guard lock(mutex_);
  const bool enough = inbox_.size() >= count;
  deliver_locked(count);
  return enough;
}

std::size_t InProcessRemote::waiting() const {
  const std::lock_guard lock(mutex_);
  return inbox_.size();
}

}  // namespace tagcache::testing
