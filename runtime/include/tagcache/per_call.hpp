#pragma once

#include <tagcache/options.hpp>
#include <tagcache/purpose.hpp>

/// What a caller may ask for in front of the arguments of a read: `cache.get_user(tagcache::if_present, user)`.
namespace tagcache {

/// Only what can be had without a load: a fresh entry, or one in grace. Never loads, and never starts a refresh.
struct IfPresent {
  explicit constexpr IfPresent() noexcept = default;
};
inline constexpr IfPresent if_present{};

/// A load, although the entry may be fresh. It begins after the call did: a load that was under way is not shared,
/// while callers that come later may share this one. Its value is kept. When it fails, what is stored stands in
/// (Status::fallback), fresh or in grace; else the caller gets the error. A remembered error (QueryOptions::error_ttl)
/// does not stop it.
struct ForceRefresh {
  explicit constexpr ForceRefresh() noexcept = default;
};
inline constexpr ForceRefresh force_refresh{};

/// How one call reads, where it is not as its query says: options, or `force_refresh`, or both in braces,
/// `{tagcache::force_refresh, {.ttl = 5s}}`.
struct PerCall {
  PerCall() = default;
  PerCall(const QueryOptions& its_options) : options(its_options) {}
  PerCall(ForceRefresh, const QueryOptions& its_options = {}) : options(its_options), purpose(Purpose::force) {}

  QueryOptions options;
  Purpose purpose = Purpose::read;
};

}  // namespace tagcache
