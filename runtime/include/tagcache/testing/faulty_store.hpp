#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <tagcache/clock.hpp>
#include <tagcache/store.hpp>
#include <tagcache/testing/fault.hpp>
#include <type_traits>
#include <utility>
#include <vector>

namespace tagcache::testing {

/// A store in front of another that fails, is slow, and loses data and writes: as a script says ("the next three finds
/// throw"), or at random by a seed. Thread-safe.
///
///     auto store = std::make_shared<FaultyStore>(tagcache::memory());
///     store->inject(StoreFunction::find, {.error = true}, 3);
class FaultyStore final : public Store {
 public:
  /// Delays are waited for on `clock`, which only faults with a delay need.
  explicit FaultyStore(std::shared_ptr<Store> store, std::shared_ptr<const Clock> clock = nullptr)
      : store_(std::move(store)), clock_(std::move(clock)) {}

  static constexpr std::size_t always = std::numeric_limits<std::size_t>::max();

  /// The next `times` calls of `function` have this fault, after those that were injected before.
  void inject(StoreFunction function, Fault fault, std::size_t times = 1) { plan_.add(function, fault, times); }

  /// The same for each function.
  void inject_everywhere(Fault fault, std::size_t times = always) {
    for (std::size_t i = 0; i < store_functions; ++i) inject(static_cast<StoreFunction>(i), fault, times);
  }

  /// From now on each call for which the script has no fault has one with these probabilities, drawn by `seed`: the
  /// same calls in the same order have the same faults.
  void inject_at_random(std::uint64_t seed, FaultRates rates) { plan_.add_random(seed, rates); }

  /// Ends all faults, those of before that were still to come included.
  void heal() { plan_.end(); }

  /// How many calls of `function` had a fault.
  [[nodiscard]] std::size_t faults(StoreFunction function) const { return plan_.count(function); }

  [[nodiscard]] bool blocks() const noexcept override { return store_->blocks() || clock_; }
  Found find(const Request& request) override {
    return with_fault(StoreFunction::find, [&](const Fault& fault) {
      Found found = store_->find(request);
      return fault.absence ? Found{} : found;
    });
  }
  std::vector<Found> find_many(std::span<const Request> requests) override {
    return with_fault(StoreFunction::find_many, [&](const Fault& fault) {
      auto found = store_->find_many(requests);
      return fault.absence ? std::vector<Found>(requests.size()) : found;
    });
  }
  Begun begin(const Request& request) override {
    return with_fault(StoreFunction::begin, [&](const Fault& fault) {
      Begun begun = store_->begin(request);
      if (fault.absence) begun.found = {};
      return begun;
    });
  }
  bool is_current(const Load& load, std::span<const Tag> result_tags) override {
    return with_fault(StoreFunction::is_current, [&](const Fault&) { return store_->is_current(load, result_tags); });
  }
  bool keep(const Load& load, detail::EntryPointer entry, TimePoint now) override {
    return with_fault(StoreFunction::keep,
                      [&](const Fault& fault) { return fault.loss || store_->keep(load, std::move(entry), now); });
  }
  void set(const Request& request, detail::EntryPointer entry) override {
    with_fault(StoreFunction::set, [&](const Fault& fault) {
      if (!fault.loss) store_->set(request, std::move(entry));
    });
  }
  void erase(const KeyView& key) override {
    with_fault(StoreFunction::erase, [&](const Fault& fault) {
      if (!fault.loss) store_->erase(key);
    });
  }
  void expire(const KeyView& key) override {
    with_fault(StoreFunction::expire, [&](const Fault& fault) {
      if (!fault.loss) store_->expire(key);
    });
  }
  void invalidate(std::span<const Invalidation> invalidations) override {
    with_fault(StoreFunction::invalidate, [&](const Fault& fault) {
      if (!fault.loss) store_->invalidate(invalidations);
    });
  }
  void clear(std::string_view prefix) override {
    with_fault(StoreFunction::clear, [&](const Fault& fault) {
      if (!fault.loss) store_->clear(prefix);
    });
  }
  void report(const Verification& verification) override {
    with_fault(StoreFunction::report, [&](const Fault&) { store_->report(verification); });
  }
  [[nodiscard]] bool collects_reports() const noexcept override { return store_->collects_reports(); }
  void disconnect() override {
    with_fault(StoreFunction::disconnect, [&](const Fault&) { store_->disconnect(); });
  }

 private:
  template <class Ask>
  std::invoke_result_t<const Ask&, const Fault&> with_fault(StoreFunction function, const Ask& ask) {
    const Fault fault = plan_.next(function);
    if (fault.delay > Duration::zero() && clock_) wait(fault.delay);
    if (fault.error) throw StoreError("an injected fault: nothing was done");
    if constexpr (std::is_void_v<std::invoke_result_t<const Ask&, const Fault&>>) {
      ask(fault);
      if (fault.late_error) throw StoreError("an injected fault: it was done");
    } else {
      auto answer = ask(fault);
      if (fault.late_error) throw StoreError("an injected fault: it was done");
      return answer;
    }
  }

  void wait(Duration delay) const {
    const TimePoint deadline = later(clock_->now(), delay);
    std::mutex mutex;
    std::condition_variable moved;
    std::unique_lock lock(mutex);
    while (clock_->now() < deadline) clock_->wait_until(lock, moved, deadline);
  }

  const std::shared_ptr<Store> store_;
  const std::shared_ptr<const Clock> clock_;
  FaultPlan plan_;
};

}  // namespace tagcache::testing
