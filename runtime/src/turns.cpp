#include "turns.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tagcache::detail {

bool Turns::wait(std::shared_ptr<Turn> turn) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= most) return false;
  waiting_.push_back(std::move(turn));
  return true;
}

std::shared_ptr<Turn> Turns::next() {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty() || running_.size() >= at_once_) return nullptr;
  running_.push_back(waiting_.front());
  waiting_.pop_front();
  return running_.back();
}

void Turns::begun(Turn& turn, std::shared_ptr<Flight> flight) {
  const std::lock_guard lock(mutex_);
  const auto is_it = [&turn](const std::shared_ptr<Turn>& each) { return each.get() == &turn; };
  if (std::any_of(running_.begin(), running_.end(), is_it)) turn.flight = std::move(flight);
}

bool Turns::ended(const Turn& turn) {
  std::shared_ptr<Turn> gone;  // what it holds ends outside the lock
  const std::lock_guard lock(mutex_);
  const auto found =
      std::find_if(running_.begin(), running_.end(), [&](const auto& each) { return each.get() == &turn; });
  if (found == running_.end()) return false;
  gone = std::move(*found);
  running_.erase(found);
  return true;
}

std::vector<std::shared_ptr<Turn>> Turns::overdue(TimePoint now) {
  std::vector<std::shared_ptr<Turn>> overdue;
  const std::lock_guard lock(mutex_);
  overdue.reserve(running_.size() + waiting_.size());
  const auto is_late = [now](const std::shared_ptr<Turn>& turn) { return now >= turn->until; };
  std::copy_if(running_.begin(), running_.end(), std::back_inserter(overdue), is_late);
  std::erase_if(running_, is_late);
  while (!waiting_.empty() && is_late(waiting_.front())) {
    overdue.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return overdue;
}

std::optional<TimePoint> Turns::look_at() {
  const std::lock_guard lock(mutex_);
  if (planned_ || waiting_.empty() || running_.empty()) return std::nullopt;
  const auto ends_earlier = [](const auto& left, const auto& right) { return left->until < right->until; };
  const TimePoint first = (*std::min_element(running_.begin(), running_.end(), ends_earlier))->until;
  if (first == TimePoint::max()) return std::nullopt;
  planned_ = true;
  return first;
}

void Turns::looked() {
  const std::lock_guard lock(mutex_);
  planned_ = false;
}

std::size_t Turns::drop() {
  std::deque<std::shared_ptr<Turn>> dropped;  // what they hold ends outside the lock
  const std::lock_guard lock(mutex_);
  dropped.swap(waiting_);
  return dropped.size();
}

}  // namespace tagcache::detail
