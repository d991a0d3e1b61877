#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <tagcache/duration.hpp>
#include <tagcache/hash.hpp>
#include <utility>

namespace tagcache::testing {

/// The functions of Store.
enum class StoreFunction {
  find,
  find_many,
  begin,
  is_current,
  keep,
  set,
  erase,
  expire,
  invalidate,
  clear,
  disconnect,
  report,
};
inline constexpr std::size_t store_functions = 12;

/// What goes wrong with one call of a store.
struct Fault {
  bool error = false;       ///< throws StoreError and does nothing, as a store that cannot be reached
  bool late_error = false;  ///< does what it was asked, and throws StoreError, as when the answer is lost
  bool absence = false;     ///< what is found is lost, as an entry whose bytes cannot be read
  bool loss = false;  ///< what is written is not done, and nobody is told, as when a message to another node is lost
  Duration delay{};   ///< before all this
};

/// How often, from 0 to 1, each part of a fault happens.
struct FaultRates {
  double error = 0;
  double late_error = 0;
  double absence = 0;
  double loss = 0;
  double delay = 0;
  Duration delayed_by{};
};

/// Which call of a store has which fault. Thread-safe.
class FaultPlan {
 public:
  void add(StoreFunction function, Fault fault, std::size_t times) {
    const std::lock_guard lock(mutex_);
    if (times > 0) of(function).script.emplace_back(fault, times);
  }

  void add_random(std::uint64_t seed, FaultRates rates) {
    const std::lock_guard lock(mutex_);
    seed_ = seed;
    drawn_ = 0;
    rates_ = rates;
  }

  void end() {
    const std::lock_guard lock(mutex_);
    for (Planned& planned : functions_) planned.script.clear();
    rates_ = {};
  }

  [[nodiscard]] Fault next(StoreFunction function) {
    const std::lock_guard lock(mutex_);
    Planned& planned = of(function);
    const Fault fault = planned.script.empty() ? draw() : take(planned);
    const bool is_one =
        fault.error || fault.late_error || fault.absence || fault.loss || fault.delay > Duration::zero();
    planned.faults += is_one ? 1 : 0;
    return fault;
  }

  [[nodiscard]] std::size_t count(StoreFunction function) const {
    const std::lock_guard lock(mutex_);
    return functions_[static_cast<std::size_t>(function)].faults;
  }

 private:
  struct Planned {
    std::deque<std::pair<Fault, std::size_t>> script;  ///< faults, and how many calls are to have each
    std::size_t faults = 0;
  };
  [[nodiscard]] Planned& of(StoreFunction function) { return functions_[static_cast<std::size_t>(function)]; }

  [[nodiscard]] static Fault take(Planned& planned) {
    auto& [fault, times] = planned.script.front();
    const Fault next = fault;
    if (--times == 0) planned.script.pop_front();
    return next;
  }

  [[nodiscard]] Fault draw() {
    Fault fault;
    fault.error = happens(rates_.error);
    fault.late_error = happens(rates_.late_error);
    fault.absence = happens(rates_.absence);
    fault.loss = happens(rates_.loss);
    if (happens(rates_.delay)) fault.delay = rates_.delayed_by;
    return fault;
  }

  /// A number is drawn whatever the rate, so that one rate does not change when the other faults happen.
  [[nodiscard]] bool happens(double rate) {
    const std::uint64_t bits = tagcache::detail::mix(seed_, ++drawn_);
    return static_cast<double>(bits >> 11U) * 0x1.0p-53 < rate;
  }

  mutable std::mutex mutex_;
  std::array<Planned, store_functions> functions_;
  FaultRates rates_;
  std::uint64_t seed_ = 0;
  std::uint64_t drawn_ = 0;
};

}  // namespace tagcache::testing
