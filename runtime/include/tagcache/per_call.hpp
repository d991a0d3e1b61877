#pragma once

#include <any>
#include <functional>
#include <stdexcept>
#include <tagcache/options.hpp>
#include <tagcache/purpose.hpp>
#include <tagcache/refreshed.hpp>
#include <utility>

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
  PerCall();
  PerCall(const QueryOptions& its_options);
  PerCall(ForceRefresh, const QueryOptions& its_options = {});

  /// `callback` is told what the refresh that this call starts has replaced, and by what. T is what the query returns:
  /// the call refuses another one with std::invalid_argument.
  ///
  ///     cache.get_user(tagcache::PerCall().on_refreshed<User>([](const tagcache::Refreshed<User>& it) { … }), user)
  template <class T>
  [[nodiscard]] PerCall&& on_refreshed(std::function<void(const Refreshed<T>&)> callback) && {
    told = std::move(callback);
    return std::move(*this);
  }

  QueryOptions options;
  Purpose purpose = Purpose::read;
  std::any told;  ///< of a refresh; empty for nobody
};

namespace detail {

/// Throws std::invalid_argument when `options` ask for a verification, which values without a codec cannot have.
void refuse_to_verify(const QueryOptions& options);

/// What `Query`, which generated code describes, says, with what `call` says in front of it.
template <class Query>
[[nodiscard]] QueryOptions options_of(const PerCall& call) {
  if constexpr (!Encodable<typename Query::Value>) refuse_to_verify(call.options);
  return filled(call.options, Query::options);
}

/// Empty when nobody is to be told.
template <class T>
[[nodiscard]] RefreshHook refresh_hook_of(const PerCall& call) {
  if (!call.told.has_value()) return nullptr;
  const auto* const told = std::any_cast<std::function<void(const Refreshed<T>&)>>(&call.told);
  if (told == nullptr) {
    throw std::invalid_argument("on_refreshed<T> is for another T than the query returns");
  }
  // A container may claim an operator== that its elements lack: only a codec is sure to compile.
  if constexpr (Encodable<T>) {
    return refresh_hook<T>(*told);
  } else {
    throw std::invalid_argument("on_refreshed tells whether the value has changed, which takes a tagcache::Codec");
  }
}

}  // namespace detail

}  // namespace tagcache
