#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <tagcache/many_call.hpp>
#include <tagcache/read_call.hpp>
#include <utility>
#include <vector>

#include "flight_table.hpp"

namespace tagcache::detail {

/// A loader that loads several keys, by their places.
using ManyLoader = FunctionView<std::vector<LoadResult>(Places, Stored)>;

/// One of several flights that one run of a loader brings to their ends.
struct Led {
  std::shared_ptr<Flight> flight;
  const ReadCall* call;
  std::size_t place;  ///< what the loader calls its key by
};

/// Flights that one caller has to bring to their ends. What it could not, because something threw on the way, nobody
/// has: who waits looks for itself. Adding needs no memory.
class Duties {
 public:
  /// `queued`: they have not begun, and others may begin them.
  Duties(FlightTable& flights, std::size_t most, bool queued) : flights_(flights), queued_(queued) {
    led_.reserve(most);
  }
  ~Duties();
  Duties(const Duties&) = delete;
  Duties& operator=(const Duties&) = delete;

  void add(Led led) noexcept { led_.push_back(std::move(led)); }
  [[nodiscard]] std::span<const Led> led() const noexcept { return led_; }
  /// Another has them now.
  void pass_on() noexcept { led_.clear(); }

 private:
  FlightTable& flights_;
  const bool queued_;
  std::vector<Led> led_;
};

/// One of several loads that are to wait for the executor together.
struct QueuedPart {
  std::shared_ptr<Flight> flight;
  const ReadCall* call;
  std::size_t place;  ///< of its key in the call for many
  EntryPointer replaced;
  Purpose purpose;
};

}  // namespace tagcache::detail
