#pragma once

#include <span>

#include "forwarding_store.hpp"

/// A store that one waits for, and that may be down for invalidations.
struct FarStore : ForwardingStore {
  FarStore() : ForwardingStore(tagcache::memory()) {}
  [[nodiscard]] bool blocks() const noexcept override { return true; }
  void invalidate(std::span<const tagcache::Invalidation> invalidations) override {
    if (is_down) throw tagcache::StoreError("the store is down");
    store().invalidate(invalidations);
  }
  bool is_down = false;
};
