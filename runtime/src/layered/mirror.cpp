#include "layered/mirror.hpp"

#include <algorithm>

namespace tagcache::detail {

void Mirror::connected(std::size_t partition, std::uint64_t last) {
  partitions_[partition] = {true, last, TimePoint::min(), std::nullopt};
  publish();
}

bool Mirror::lost(std::size_t partition) {
  const bool was_heard = partitions_[partition].is_heard;
  partitions_[partition] = {};
  publish();
  return was_heard;
}

Mirror::Verdict Mirror::announced(std::size_t partition, std::uint64_t number) {
  const Partition& one = partitions_[partition];
  if (!one.is_heard || number <= one.last) return Verdict::ignore;
  return number == one.last + 1 ? Verdict::apply : Verdict::gap;
}

void Mirror::applied(std::size_t partition, std::uint64_t number) {
  Partition& one = partitions_[partition];
  one.last = number;
  if (!one.awaited || one.last < one.awaited->number) return;
  one.complete = std::max(one.complete, one.awaited->asked);
  one.awaited.reset();
  publish();
}

bool Mirror::beat(std::size_t partition, std::uint64_t number, TimePoint asked, bool forgiven) {
  Partition& one = partitions_[partition];
  if (!one.is_heard) return false;
  if (forgiven) one.last = std::max(one.last, number);
  if (one.last >= number) {
    one.awaited.reset();
    one.complete = std::max(one.complete, asked);
    publish();
    return false;
  }
  if (one.awaited) return true;
  one.awaited = Beat{number, asked};
  return false;
}

void Mirror::publish() noexcept {
  TimePoint complete = TimePoint::max();
  bool hears = true;
  for (const Partition& one : partitions_) {
    complete = std::min(complete, one.complete);
    hears = hears && one.is_heard;
  }
  complete_.store(complete, std::memory_order_release);
  hears_.store(hears, std::memory_order_release);
}

}  // namespace tagcache::detail
