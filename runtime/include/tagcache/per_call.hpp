#pragma once

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

}  // namespace tagcache
