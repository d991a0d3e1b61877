#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <tagcache/duration.hpp>

/// The words of QueryOptions that are neither a duration nor a number.
namespace tagcache {

/// When a fresh entry is refreshed ahead of its expiry, so that its readers never meet an expired one.
class RefreshAhead {
 public:
  /// The first read within this time before the expiry starts a refresh. Zero: off.
  template <class Rep, class Period>
  constexpr RefreshAhead(std::chrono::duration<Rep, Period> before) noexcept : before_(before) {}

  /// Each read starts a refresh with a probability that grows towards the expiry, and the earlier the longer the load
  /// took (XFetch; Vattani, Chierichetti, Lowenstein 2015): readers on several machines do not all refresh at once.
  static const RefreshAhead probabilistic;

  [[nodiscard]] constexpr bool is_probabilistic() const noexcept { return probabilistic_; }
  /// Zero when it is off or probabilistic.
  [[nodiscard]] constexpr Duration before() const noexcept { return before_; }

  friend constexpr bool operator==(const RefreshAhead&, const RefreshAhead&) = default;

 private:
  constexpr RefreshAhead() noexcept : probabilistic_(true) {}

  Duration before_ = Duration::zero();
  bool probabilistic_ = false;
};

inline constexpr RefreshAhead RefreshAhead::probabilistic{};

/// How sure a read must be that it misses no invalidation by another node.
class Consistency {
 public:
  /// The node's copy of the generations of tags may be as old as this.
  template <class Rep, class Period>
  constexpr Consistency(std::chrono::duration<Rep, Period> at_most) noexcept : staleness_(at_most) {}

  /// Trusts what the node has heard of.
  static const Consistency local;
  /// Asks the remote store at each read.
  static const Consistency strict;

  /// How old what is known of invalidations may be: zero for `strict`, the greatest duration for `local`.
  [[nodiscard]] constexpr Duration staleness() const noexcept { return staleness_; }

  friend constexpr bool operator==(const Consistency&, const Consistency&) = default;

 private:
  Duration staleness_;
};

inline constexpr Consistency Consistency::local{Duration::max()};
inline constexpr Consistency Consistency::strict{Duration::zero()};

/// How a mutation loads again what its schema names below `recache`. Each may be absent.
struct Warming {
  /// Whether a mutation returns after what it warms was loaded. False: it is loaded in the background. Last resort:
  /// false.
  std::optional<bool> awaited{};
  /// Loads of a cache that warm in the background at one time, at least one; others wait for their turn, a thousand at
  /// most. Last resort: 5.
  std::optional<std::size_t> at_once{};
  /// How long after its write a load that warms may begin and end, and how long a mutation waits for one. What takes
  /// longer is given up: it is counted and told to the observer, does not begin any more, and goes on, without a turn,
  /// when it has begun. Zero: no limit; a mutation that waits then loads in its own thread. Last resort: 10 s.
  std::optional<Duration> time_limit{};
};

/// What a read does with an entry that was invalidated.
enum class OnInvalidate {
  reload,       ///< loads; the entry may stand in, within its grace, when the load fails
  serve_stale,  ///< serves it within its grace while one refresh runs in the background
};

/// Which layers of a store may keep an entry. A store that is none of them keeps nothing of it.
enum class Layers {
  memory,  ///< of this process
  remote,  ///< shared with other processes
  all,
};

}  // namespace tagcache
