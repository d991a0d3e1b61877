#pragma once

#include <mutex>
#include <tagcache/duration.hpp>

#include "background.hpp"
#include "seeing/gated_store.hpp"

namespace tagcache::detail {

/// Tells a store again what it could not be told, in the background, with pauses that double, until it has heard all.
class Redelivery {
 public:
  Redelivery(GatedStore& store, Background& background) : store_(store), background_(background) {}
  Redelivery(const Redelivery&) = delete;
  Redelivery& operator=(const Redelivery&) = delete;

  /// Nothing happens when a try is planned already, or when the executor takes none: whoever meets what waits plans
  /// again.
  void plan();

  static constexpr Duration first_pause = std::chrono::milliseconds(100);
  static constexpr Duration longest_pause = std::chrono::seconds(10);

 private:
  void try_after(Duration pause);
  void try_now(Duration pause);
  void give_up();

  GatedStore& store_;
  Background& background_;
  std::mutex mutex_;
  bool planned_ = false;  ///< a try is under way or comes later
};

}  // namespace tagcache::detail
