#pragma once

#include <optional>
#include <tagcache/entry.hpp>
#include <tagcache/verification.hpp>

namespace tagcache::detail {

/// What a load in the background found out for those who listen.
struct LoadReport {
  std::optional<Verification> verification;
  EntryPointer before;
  EntryPointer after;
};

}  // namespace tagcache::detail
