#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <tagcache/store.hpp>
#include <utility>
#include <vector>

/// A store that does what another does; a base for stores that do one thing otherwise.
class ForwardingStore : public tagcache::Store {
 public:
  explicit ForwardingStore(std::shared_ptr<tagcache::Store> store) : store_(std::move(store)) {}

  [[nodiscard]] bool blocks() const noexcept override { return store_->blocks(); }
  tagcache::Found find(const tagcache::Request& request) override { return store_->find(request); }
  std::vector<tagcache::Found> find_many(std::span<const tagcache::Request> requests) override {
    return store_->find_many(requests);
  }
  tagcache::Begun begin(const tagcache::Request& request) override { return store_->begin(request); }
  bool is_current(const tagcache::Load& load, std::span<const tagcache::Tag> result_tags) override {
    return store_->is_current(load, result_tags);
  }
  bool keep(const tagcache::Load& load, tagcache::detail::EntryPointer entry, tagcache::TimePoint now) override {
    return store_->keep(load, std::move(entry), now);
  }
  void set(const tagcache::Request& request, tagcache::detail::EntryPointer entry) override {
    store_->set(request, std::move(entry));
  }
  void erase(const tagcache::KeyView& key) override { store_->erase(key); }
  void expire(const tagcache::KeyView& key) override { store_->expire(key); }
  void invalidate(std::span<const tagcache::Invalidation> invalidations) override { store_->invalidate(invalidations); }
  void clear(std::string_view prefix) override { store_->clear(prefix); }
  void disconnect() override { store_->disconnect(); }

 protected:
  [[nodiscard]] tagcache::Store& store() const noexcept { return *store_; }

 private:
  std::shared_ptr<tagcache::Store> store_;
};
