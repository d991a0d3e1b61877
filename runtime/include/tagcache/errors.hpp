#pragma once

#include <stdexcept>

namespace tagcache {

/// A loader asked for the value that it is itself loading, directly or through other loads and threads. Waiting would
/// never end. The message names the key.
class RecursiveLoad : public std::logic_error {
  using std::logic_error::logic_error;
};

}  // namespace tagcache
