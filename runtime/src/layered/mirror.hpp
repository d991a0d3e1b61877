#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tagcache/clock.hpp>
#include <vector>

namespace tagcache::detail {

/// What is known of how much was heard: by the numbers of announcements, which have no holes, and by heartbeats, which
/// tell the last one. It only counts; who uses it does what it says, and then says so. Calls are made one at a time,
/// but for `hears` and `complete`.
class Mirror {
 public:
  explicit Mirror(std::size_t partitions) : partitions_(partitions) {}

  enum class Verdict {
    apply,   ///< the next announcement: to be applied, then `applied` is called
    ignore,  ///< it was heard before, or nothing is heard at all
    gap,     ///< something was missed
  };

  void connected(std::size_t partition, std::uint64_t last);
  /// True when it was heard until now.
  bool lost(std::size_t partition);
  /// After a gap nothing of before counts: who calls gives up all that it knows, then calls `applied`.
  [[nodiscard]] Verdict announced(std::size_t partition, std::uint64_t number);
  void applied(std::size_t partition, std::uint64_t number);
  /// True when something was missed: what the heartbeat before told of has not come. Nothing has changed then; who
  /// calls gives up all that it knows, then calls again with `forgiven`.
  [[nodiscard]] bool beat(std::size_t partition, std::uint64_t number, TimePoint asked, bool forgiven = false);

  /// Whether all partitions are heard.
  [[nodiscard]] bool hears() const noexcept { return hears_.load(std::memory_order_acquire); }
  /// All that had taken effect by then was heard, and applied.
  [[nodiscard]] TimePoint complete() const noexcept { return complete_.load(std::memory_order_acquire); }

 private:
  struct Beat {
    std::uint64_t number;
    TimePoint asked;
  };
  struct Partition {
    bool is_heard = false;
    std::uint64_t last = 0;  ///< the number of the last announcement that was applied
    TimePoint complete = TimePoint::min();
    std::optional<Beat> awaited;  ///< what a heartbeat told of has not come yet
  };

  void publish() noexcept;

  std::vector<Partition> partitions_;
  std::atomic<bool> hears_ = false;
  std::atomic<TimePoint> complete_{TimePoint::min()};
};

}  // namespace tagcache::detail
