#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <tagcache/store.hpp>
#include <utility>

/// A store in front of another that counts what it is asked, lets tests wait for a number of calls, and fails on
/// demand.
class WatchedStore final : public tagcache::Store {
 public:
  explicit WatchedStore(std::shared_ptr<tagcache::Store> store) : store_(std::move(store)) {}

  struct Calls {
    std::size_t find = 0;
    std::size_t begin = 0;
    std::size_t is_current = 0;
    std::size_t keep = 0;
    std::size_t report = 0;
  };

  /// What the last `find`, `begin` or `set` asked for.
  struct Asked {
    tagcache::Layers layers = tagcache::Layers::all;
    tagcache::Consistency consistency = tagcache::Consistency::local;
  };
  [[nodiscard]] Asked asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

  [[nodiscard]] Calls calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
  }

  /// Blocks until `is_current` was answered `count` times: so many callers have joined a flight.
  void wait_for_joins(std::size_t count) {
    std::unique_lock lock(mutex_);
    called_.wait(lock, [&] { return calls_.is_current >= count; });
  }

  /// From now on every call throws StoreError.
  void fail(bool failing) {
    const std::lock_guard lock(mutex_);
    failing_ = failing;
  }

  /// From now on this call throws StoreError: `fail_only(&Calls::keep)`; null: none.
  void fail_only(std::size_t Calls::* call) {
    const std::lock_guard lock(mutex_);
    failing_call_ = call;
  }

  /// Whether caches that are made from now on see a store that collects reports.
  void collect_reports(bool collects) { collects_ = collects; }

  /// Runs `action` once, after the store has answered the next `find`, or `begin`, and before the caller learns it.
  void after_next_find(std::function<void()> action) {
    const std::lock_guard lock(mutex_);
    after_find_ = std::move(action);
  }
  void after_next_begin(std::function<void()> action) {
    const std::lock_guard lock(mutex_);
    after_begin_ = std::move(action);
  }

  /// Runs `action` once, after it is known whether the next load is current, and before the caller learns it.
  void after_next_is_current(std::function<void()> action) {
    const std::lock_guard lock(mutex_);
    after_is_current_ = std::move(action);
  }

  /// Blocks until `find` was asked `count` times.
  void wait_for_finds(std::size_t count) {
    std::unique_lock lock(mutex_);
    called_.wait(lock, [&] { return calls_.find >= count; });
  }

  bool blocks() const noexcept override { return store_->blocks(); }

  tagcache::Found find(const tagcache::Request& request) override {
    note(request);
    count(&Calls::find);
    tagcache::Found found = store_->find(request);
    if (const auto action = take(after_find_)) action();
    return found;
  }
  tagcache::Begun begin(const tagcache::Request& request) override {
    note(request);
    count(&Calls::begin);
    tagcache::Begun begun = store_->begin(request);
    if (const auto action = take(after_begin_)) action();
    return begun;
  }
  bool is_current(const tagcache::Load& load, std::span<const tagcache::Tag> result_tags) override {
    const bool current = store_->is_current(load, result_tags);
    count(&Calls::is_current);
    if (const auto action = take(after_is_current_)) action();
    return current;
  }
  bool keep(const tagcache::Load& load, tagcache::detail::EntryPointer entry, tagcache::TimePoint now) override {
    count(&Calls::keep);
    return store_->keep(load, std::move(entry), now);
  }
  void set(const tagcache::Request& request, tagcache::detail::EntryPointer entry) override {
    note(request);
    refuse_when_failing();
    store_->set(request, std::move(entry));
  }
  void report(const tagcache::Verification&) override { count(&Calls::report); }
  [[nodiscard]] bool collects_reports() const noexcept override { return collects_; }
  void erase(const tagcache::KeyView& key) override {
    refuse_when_failing();
    store_->erase(key);
  }
  void expire(const tagcache::KeyView& key) override {
    refuse_when_failing();
    store_->expire(key);
  }
  void invalidate(std::span<const tagcache::Invalidation> invalidations) override {
    refuse_when_failing();
    store_->invalidate(invalidations);
  }
  void clear(std::string_view prefix) override { store_->clear(prefix); }
  void disconnect() override { store_->disconnect(); }

 private:
  void note(const tagcache::Request& request) {
    const std::lock_guard lock(mutex_);
    asked_ = {request.layers, request.consistency};
  }
  void count(std::size_t Calls::* call) {
    const std::lock_guard lock(mutex_);
    ++(calls_.*call);
    called_.notify_all();
    if (failing_ || failing_call_ == call) throw tagcache::StoreError("the store is down");
  }
  std::function<void()> take(std::function<void()>& action) {
    const std::lock_guard lock(mutex_);
    return std::exchange(action, nullptr);
  }
  void refuse_when_failing() const {
    const std::lock_guard lock(mutex_);
    if (failing_) throw tagcache::StoreError("the store is down");
  }

  std::shared_ptr<tagcache::Store> store_;
  std::atomic<bool> collects_ = false;
  mutable std::mutex mutex_;
  std::condition_variable called_;
  Calls calls_;
  Asked asked_;
  bool failing_ = false;
  std::size_t Calls::* failing_call_ = nullptr;
  std::function<void()> after_find_;
  std::function<void()> after_begin_;
  std::function<void()> after_is_current_;
};
