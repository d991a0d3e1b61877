#include "layered/hearing.hpp"

#include <variant>

#include "layered/layer_entry.hpp"

namespace tagcache::detail {
namespace {

struct Application {
  MemoryEngine& memory;

  void operator()(const std::vector<Invalidation>& invalidations) const { memory.invalidate(invalidations); }
  void operator()(const KeyMoved& moved) const {
    const Invalidation invalidation{tag_of_key(moved.key), Reach::exact, moved.becomes};
    memory.invalidate({&invalidation, 1});
  }
  void operator()(const PrefixCleared& cleared) const { memory.clear(cleared.prefix); }
};

}  // namespace

void Hearing::connected(std::size_t partition, std::uint64_t last) noexcept {
  const std::lock_guard lock(mutex_);
  distrust();  // before it is heard: what was kept alone ends here
  mirror_.connected(partition, last);
}

void Hearing::lost(std::size_t partition) noexcept {
  const std::lock_guard lock(mutex_);
  if (mirror_.lost(partition)) distrust();  // after: what is kept from now on is kept alone
}

void Hearing::announced(const Announcement& announcement) noexcept {
  const std::lock_guard lock(mutex_);
  switch (mirror_.announced(announcement.partition, announcement.number)) {
    case Mirror::Verdict::ignore:
      return;
    case Mirror::Verdict::gap:
      distrust();
      break;
    case Mirror::Verdict::apply:
      apply(announcement);
      break;
  }
  mirror_.applied(announcement.partition, announcement.number);
}

void Hearing::beat(std::size_t partition, std::uint64_t number, TimePoint asked) noexcept {
  const std::lock_guard lock(mutex_);
  if (!mirror_.beat(partition, number, asked)) return;
  distrust();
  static_cast<void>(mirror_.beat(partition, number, asked, true));
}

void Hearing::end() noexcept {
  for (std::size_t i = 0; i < partitions_; ++i) lost(i);
}

void Hearing::distrust() noexcept {
  memory_->clear_all();
  distrusted_.fetch_add(1, std::memory_order_relaxed);
}

void Hearing::apply(const Announcement& announcement) noexcept {
  heard_.fetch_add(1, std::memory_order_relaxed);
  if (announcement.own) return;  // it is done by who called, before the call returns
  try {
    std::visit(Application{*memory_}, announcement.what);
  } catch (...) {  // there is no memory to do it
    distrust();
  }
}

}  // namespace tagcache::detail
