#include "remembered_errors.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "seeing/gated_store.hpp"

namespace tagcache::detail {

void RememberedErrors::remember(const KeyView& key, const ValueType& type, std::exception_ptr error, TimePoint now,
                                Duration lasts, const Begun& begun) {
  Remembered fresh{&type, std::move(error), later(now, lasts), begun.load, {}};
  if (begun.found.entry) {
    const auto tags = result_tags(*begun.found.entry);
    fresh.result_tags.assign(tags.begin(), tags.end());
  }
  std::vector<Errors::node_type> dropped;  // they end outside the lock: loads call their store
  const std::lock_guard lock(mutex_);
  drop_ended(now, dropped);
  if (errors_.size() >= most && errors_.find(key) == errors_.end()) {
    const auto ends_earlier = [](const auto& left, const auto& right) {
      return left.second.until < right.second.until;
    };
    dropped.push_back(errors_.extract(std::min_element(errors_.begin(), errors_.end(), ends_earlier)));
  }
  if (const auto found = errors_.find(key); found != errors_.end()) dropped.push_back(errors_.extract(found));
  errors_.emplace(Key(key), std::move(fresh));
  count_.store(errors_.size(), std::memory_order_release);
}

std::exception_ptr RememberedErrors::find(const KeyView& key, const ValueType& type, TimePoint now) {
  if (empty()) return nullptr;
  std::optional<Remembered> remembered;
  std::vector<Errors::node_type> dropped;
  {
    const std::lock_guard lock(mutex_);
    drop_ended(now, dropped);
    const auto found = errors_.find(key);
    if (found == errors_.end() || found->second.type != &type) return nullptr;
    remembered = found->second;
  }
  if (now < remembered->until && is_current(*remembered)) return remembered->error;
  forget(key);
  return nullptr;
}

void RememberedErrors::drop_ended(TimePoint now, std::vector<Errors::node_type>& dropped) {
  if (now < next_sweep_) return;
  next_sweep_ = later(now, std::chrono::seconds(1));
  for (auto each = errors_.begin(); each != errors_.end();) {
    const auto ended = each++;
    if (now >= ended->second.until) dropped.push_back(errors_.extract(ended));
  }
  count_.store(errors_.size(), std::memory_order_release);
}

void RememberedErrors::forget(const KeyView& key) {
  if (empty()) return;
  Errors::node_type dropped;
  const std::lock_guard lock(mutex_);
  if (const auto found = errors_.find(key); found != errors_.end()) dropped = errors_.extract(found);
  count_.store(errors_.size(), std::memory_order_release);
}

bool RememberedErrors::is_current(const Remembered& remembered) const noexcept {
  try {
    return store_.is_current(*remembered.load, remembered.result_tags);
  } catch (...) {
    return false;  // whoever cannot tell tries again
  }
}

}  // namespace tagcache::detail
