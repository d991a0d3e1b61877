#pragma once

#include <tagcache/entry.hpp>
#include <tagcache/loaded.hpp>
#include <tagcache/randomness.hpp>

#include "effective_options.hpp"

namespace tagcache::detail {

/// Fills in the times and the weight of an entry whose load ended at `now`; what its loader set comes before the
/// options. False when nobody could ever be served with it.
[[nodiscard]] bool set_lifetime(EntryNode& entry, const EffectiveOptions& options, const LoadSettings& settings,
                                TimePoint now, Randomness& randomness);

/// Whether a read of a fresh entry should have it refreshed before it expires.
[[nodiscard]] bool refresh_is_due(const EntryNode& entry, const EffectiveOptions& options, TimePoint now,
                                  Randomness& randomness);

}  // namespace tagcache::detail
