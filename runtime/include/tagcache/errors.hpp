#pragma once

#include <stdexcept>

namespace tagcache {

/// A loader asked for the value that it is itself loading, directly or through other loads, also those of other threads
/// and caches. Waiting would never end. The message names the key. Not noticed: a loader that waits by means of its own
/// for a thread that asks.
class RecursiveLoad : public std::logic_error {
  using std::logic_error::logic_error;
};

/// A load did not end within the `hard_timeout` of a read that had nothing else to be served. The message names the key
/// and the time. The load goes on, and what it gives is kept.
class LoadTimeout : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The executor took no more work, and no thread of the caller was there to load. The message names the key.
class LoadRefused : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace tagcache
