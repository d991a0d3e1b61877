#include "memory/pins.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "process_wide.hpp"

#ifdef __linux__
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace tagcache::detail {
namespace {

#ifdef __linux__
bool membarrier(int command) noexcept { return syscall(SYS_membarrier, command, 0, 0) == 0; }

/// Holds in the children of a fork too.
bool barriers_work() noexcept { return membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED); }

/// A full barrier in each thread of the process that runs, so that readers need none (Desnoyers and others, 2012).
/// False when there was none: calls of the system may be forbidden later on. The second way takes milliseconds.
[[nodiscard]] bool barrier_in_all_threads() noexcept {
  return membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED) || membarrier(MEMBARRIER_CMD_GLOBAL);
}
#else
bool barriers_work() noexcept { return false; }
bool barrier_in_all_threads() noexcept { return false; }
#endif

/// All seats, and the slots that wait for pins.
class Seats {
 public:
  /// Null when there is none to be had.
  [[nodiscard]] Seat* take() noexcept {
    if (!has_barriers()) return nullptr;
    const std::lock_guard lock(mutex_);
    for (Seat* seat = first_; seat != nullptr; seat = seat->next) {
      if (!std::exchange(seat->is_taken, true)) return seat;
    }
    try {
      pinned_.reserve((seats_ + 1) * Seat::pins_each);  // so that nothing is allocated where slots are freed
      auto seat = std::make_unique<Seat>();
      seat->next = first_;
      seat->number = seats_++;
      first_ = seat.release();  // never freed, see Seat
      return first_;
    } catch (const std::bad_alloc&) {
      return nullptr;
    }
  }

  void leave(Seat& seat) noexcept {
    const std::lock_guard lock(mutex_);
    seat.is_taken = false;
  }

  /// What may be freed of `candidates`. The others wait.
  [[nodiscard]] SlotList without_pinned(SlotList candidates) noexcept {
    const std::lock_guard lock(mutex_);
    return settle(std::move(candidates));
  }

  /// What may be freed of those that waited.
  [[nodiscard]] SlotList no_longer_pinned() noexcept {
    const std::lock_guard lock(mutex_);
    for_each_pin([](Pin& pin) { pin.awaited.store(false, std::memory_order_relaxed); });
    return settle(std::exchange(waiting_, {}));
  }

  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }
  /// The other threads are not there to leave their seats.
  void unlock_in_child() {
    for (Seat* seat = first_; seat != nullptr; seat = seat->next) seat->is_taken = seat == this_threads_seat;
    unlock();
  }

 private:
  enum class Barriers : std::uint8_t { unknown, work, fail };

  /// Several threads may find it out: the answer is the same.
  [[nodiscard]] bool has_barriers() noexcept {
    if (barriers_.load(std::memory_order_relaxed) == Barriers::unknown) {
      barriers_.store(barriers_work() ? Barriers::work : Barriers::fail, std::memory_order_relaxed);
    }
    return barriers_.load(std::memory_order_relaxed) == Barriers::work;
  }

  template <class Visit>
  void for_each_pin(const Visit& visit) noexcept {
    for (Seat* seat = first_; seat != nullptr; seat = seat->next) {
      for (Pin& pin : seat->pins) visit(pin);
    }
  }

  [[nodiscard]] SlotList settle(SlotList candidates) noexcept {
    candidates.append(std::exchange(unknown_, {}));
    if (first_ == nullptr || candidates.empty()) return candidates;
    SlotList free = take_unpinned(candidates);
    if (candidates.empty()) return free;
    for_each_pin([&](Pin& pin) {
      const EntryPointer* const what = pin.what.load(std::memory_order_relaxed);
      candidates.for_each([&](const Slot& slot) {
        if (&slot.entry == what) pin.awaited.store(true, std::memory_order_relaxed);
      });
    });
    // Who released before it could see that it is awaited will not come here.
    free.append(take_unpinned(candidates));
    waiting_.append(std::move(candidates));
    return free;
  }

  [[nodiscard]] SlotList take_unpinned(SlotList& candidates) noexcept {
    if (!barrier_in_all_threads()) {
      unknown_.append(std::exchange(candidates, {}));
      return {};
    }
    pinned_.clear();
    for_each_pin([this](Pin& pin) {
      // Acquires what the reader did before it released.
      if (const EntryPointer* what = pin.what.load(std::memory_order_acquire)) pinned_.push_back(what);
    });
    if (pinned_.empty()) return std::exchange(candidates, {});
    std::sort(pinned_.begin(), pinned_.end(), std::less<>());
    SlotList free;
    SlotList pinned;
    while (Slot* const slot = candidates.pop()) {
      const bool is_pinned = std::binary_search(pinned_.begin(), pinned_.end(), &slot->entry, std::less<>());
      (is_pinned ? pinned : free).push(*slot);
    }
    candidates = std::move(pinned);
    return free;
  }

  std::atomic<Barriers> barriers_ = Barriers::unknown;
  std::mutex mutex_;
  Seat* first_ = nullptr;
  std::size_t seats_ = 0;
  std::vector<const EntryPointer*> pinned_;
  SlotList waiting_;  ///< for pins
  SlotList unknown_;  ///< whether pinned; asked again with those that come next
};

constinit ProcessWide<Seats> all_seats;
[[maybe_unused]] const bool seats_are_locked_in_forks =
    locked_in_forks<all_seats>([] { all_seats.it.unlock_in_child(); });

[[nodiscard]] Seats& seats() noexcept { return all_seats.it; }

/// Ends with its thread.
struct SeatOfThread {
  ~SeatOfThread() {
    if (Seat* const seat = std::exchange(this_threads_seat, nullptr)) seats().leave(*seat);
    has_ended = true;
  }
  bool is_used = false;
  static constinit thread_local bool has_ended;
};
constinit thread_local bool SeatOfThread::has_ended = false;

}  // namespace

constinit thread_local Seat* this_threads_seat = nullptr;

Seat* take_seat() noexcept {
  static thread_local SeatOfThread own;
  if (SeatOfThread::has_ended) return nullptr;
  own.is_used = true;  // so that it is made, and ends
  return this_threads_seat = seats().take();
}

void free_slots(SlotList slots) noexcept {
  while (Slot* const slot = slots.pop()) delete slot;
}

void free_unpinned() noexcept { free_slots(seats().no_longer_pinned()); }

SlotList take_unpinned(SlotList slots) noexcept { return seats().without_pinned(std::move(slots)); }

}  // namespace tagcache::detail
