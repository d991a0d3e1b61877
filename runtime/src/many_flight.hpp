#pragma once

#include <cstddef>
#include <memory>
#include <tagcache/many_call.hpp>
#include <tagcache/read_call.hpp>
#include <vector>

#include "flight.hpp"

namespace tagcache::detail {

/// A loader that loads several keys, by their places.
using ManyLoader = FunctionView<std::vector<LoadResult>(Places, Stored)>;

/// One of several flights that one run of a loader brings to their ends.
struct Led {
  std::shared_ptr<Flight> flight;
  const ReadCall* call;
  std::size_t place;  ///< what the loader calls its key by
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
