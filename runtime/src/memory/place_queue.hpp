#pragma once

#include <cstdint>

#include "memory/place.hpp"

namespace tagcache::detail {

/// Places in the order in which they came.
class PlaceQueue {
 public:
  PlaceQueue() noexcept { end_.newer = end_.older = &end_; }
  PlaceQueue(const PlaceQueue&) = delete;
  PlaceQueue& operator=(const PlaceQueue&) = delete;

  [[nodiscard]] bool empty() const noexcept { return end_.newer == &end_; }
  [[nodiscard]] Place& oldest() noexcept { return *end_.newer; }
  /// The next newer one; behind the newest null.
  [[nodiscard]] Place* after(const Place& place) noexcept { return place.newer == &end_ ? nullptr : place.newer; }
  [[nodiscard]] std::uint64_t weight() const noexcept { return weight_; }

  void push(Place& place) noexcept {
    place.newer = &end_;
    place.older = end_.older;
    end_.older->newer = &place;
    end_.older = &place;
    weight_ += place.weight;
  }

  void remove(Place& place) noexcept {
    place.older->newer = place.newer;
    place.newer->older = place.older;
    weight_ -= place.weight;
  }

 private:
  Place end_;  ///< newer than the newest, older than the oldest
  std::uint64_t weight_ = 0;
};

}  // namespace tagcache::detail
