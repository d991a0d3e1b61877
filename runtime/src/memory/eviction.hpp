#pragma once

#include <cstdint>

#include "memory/bounds.hpp"
#include "memory/departed_keys.hpp"
#include "memory/place_queue.hpp"

namespace tagcache::detail {

/// Who has to leave when there is no room. Knows weights and hashes of entries, and nothing else of them.
///
/// New keys come into a *window*, a queue. Its oldest go on into the *main* part while that has room, or when they were
/// read often; the others leave, and their keys are remembered. The main part is a clock: what was read is spared. A
/// key that comes back although it was remembered belongs into the main part when it came back sooner than the main
/// part's next victim was read. Where the border between the two is follows from what comes back: the window was too
/// small for what has just left it, the main part for what left that.
///
/// Its parts are known: the two queues and lazy promotion of S3-FIFO (Yang and others, 2023), the moving border of ARC
/// (Megiddo, Modha, 2003), the comparison of reuse and recency of LIRS (Jiang, Zhang, 2002) with a clock, as in
/// CLOCK-Pro (Jiang and others, 2005), and the one newcomer in many that comes in unasked of BIP (Qureshi and others,
/// 2007). See docs/decisions/022-eviction.md for what each is good for.
///
/// Time is counted in what leaves the window, a sixteenth of the bound a step, so that it means the same for all sizes.
class Eviction {
 public:
  explicit Eviction(const Bounds& bounds) noexcept;
  Eviction(const Eviction&) = delete;
  Eviction& operator=(const Eviction&) = delete;

  /// Whether an entry that is about to come belongs into the main part, by what is remembered of its key. Asked once.
  [[nodiscard]] bool returns(std::uint64_t hash, std::uint64_t weight) noexcept;

  /// Who leaves for one that comes. It is out of the queues then. There must be one.
  [[nodiscard]] Place& take_victim(std::uint64_t weight, bool into_main) noexcept;

  /// `reads` are those of an entry whose place it takes.
  void insert(Place& place, bool into_main, std::uint8_t reads = 0) noexcept;

  /// Something else ended it.
  void remove(Place& place) noexcept;

  /// Other bounds from now on, which what is there may exceed. Keys that departed before are forgotten: they are
  /// returned, since to free what they took needs no lock.
  DepartedKeys resize(const Bounds& bounds) noexcept;

  /// Each of all entries in turn, for who looks for dead ones. Null when there is none.
  [[nodiscard]] Place* inspect() noexcept;

  /// The share of the bound that new keys have.
  [[nodiscard]] double window_share() const noexcept { return bound_ > 0 ? window_target_ / bound_ : 0; }

  /// The most bytes that remembering departed keys takes.
  [[nodiscard]] static std::uint64_t most_bytes(const Bounds& bounds) noexcept;

 private:
  [[nodiscard]] double main_target() const noexcept { return bound_ - window_target_; }
  [[nodiscard]] bool has_room_in_main(std::uint64_t weight) const noexcept;
  void move_border(double by) noexcept;
  void note_weight(std::uint64_t weight) noexcept;
  void came_back_to_window(unsigned reuse, std::uint64_t weight, bool earns_main) noexcept;

  [[nodiscard]] unsigned since(EvictionTime stamp) const noexcept { return static_cast<EvictionTime>(now_ - stamp); }
  void put(PlaceQueue& queue, Place& place) noexcept;
  void unlink(Place& place) noexcept;
  [[nodiscard]] Place& leave_window() noexcept;
  /// The window's oldest leaves, or goes on into the main part, whose victim may leave for it. Null when nobody leaves.
  [[nodiscard]] Place* shrink_window() noexcept;
  [[nodiscard]] bool is_turn_of_newcomer(const Place& newcomer) noexcept;
  [[nodiscard]] Place& main_victim() noexcept;
  [[nodiscard]] Place& leave_main() noexcept;
  void spare(Place& place) noexcept;

  double bound_ = 0;
  double step_ = 0;  ///< of time: so much weight leaves the window in it
  double least_window_ = 0;
  double window_target_ = 0;
  PlaceQueue window_;
  PlaceQueue main_;
  Place* inspected_ = nullptr;
  DepartedKeys departed_;
  EvictionTime now_ = 0;
  double left_ = 0;      ///< of the window, since the last step of time
  unsigned turn_ = 0;    ///< newcomers that were not let in, since one was
  double heaviest_ = 0;  ///< of the entries of late: the window always has room for one
  double credit_ = 0;    ///< keys that came back late, against reads in the main part
};

}  // namespace tagcache::detail
