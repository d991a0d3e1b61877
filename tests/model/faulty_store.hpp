#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <tagcache/store.hpp>
#include <utility>
#include <vector>

namespace model {

enum class StoreCall { find, begin, is_current, keep, write };

/// A store in front of another that asks before each call whether it is to fail, and then throws StoreError and does
/// nothing.
class FaultyStore final : public tagcache::Store {
 public:
  using Fails = std::function<bool(StoreCall)>;
  /// Unless its calls may fail, hits are found without it.
  FaultyStore(std::shared_ptr<tagcache::Store> store, bool may_fail, Fails fails)
      : store_(std::move(store)), engine_(may_fail ? nullptr : store_->engine()), fails_(std::move(fails)) {}

  tagcache::detail::MemoryEngine* engine() noexcept override { return engine_; }

  tagcache::Found find(const tagcache::Request& request) override {
    may_fail(StoreCall::find);
    return store_->find(request);
  }
  std::vector<tagcache::Found> find_many(std::span<const tagcache::Request> requests) override {
    may_fail(StoreCall::find);
    return store_->find_many(requests);
  }
  tagcache::Begun begin(const tagcache::Request& request) override {
    may_fail(StoreCall::begin);
    return store_->begin(request);
  }
  bool is_current(const tagcache::Load& load, std::span<const tagcache::Tag> result_tags) override {
    may_fail(StoreCall::is_current);
    return store_->is_current(load, result_tags);
  }
  bool keep(const tagcache::Load& load, tagcache::detail::EntryPointer entry, tagcache::TimePoint now) override {
    may_fail(StoreCall::keep);
    return store_->keep(load, std::move(entry), now);
  }
  void set(const tagcache::Request& request, tagcache::detail::EntryPointer entry) override {
    may_fail(StoreCall::write);
    store_->set(request, std::move(entry));
  }
  void erase(const tagcache::KeyView& key) override {
    may_fail(StoreCall::write);
    store_->erase(key);
  }
  void expire(const tagcache::KeyView& key) override {
    may_fail(StoreCall::write);
    store_->expire(key);
  }
  void invalidate(std::span<const tagcache::Invalidation> invalidations) override {
    may_fail(StoreCall::write);
    store_->invalidate(invalidations);
  }
  void clear(std::string_view prefix) override {
    may_fail(StoreCall::write);
    store_->clear(prefix);
  }
  void report(const tagcache::Verification& verification) override {
    if (on_report) on_report(verification);
  }
  void disconnect() override { store_->disconnect(); }

  std::function<void(const tagcache::Verification&)> on_report;

 private:
  void may_fail(StoreCall call) const {
    if (fails_(call)) throw tagcache::StoreError("the store is down");
  }

  const std::shared_ptr<tagcache::Store> store_;
  tagcache::detail::MemoryEngine* const engine_;
  const Fails fails_;
};

}  // namespace model
