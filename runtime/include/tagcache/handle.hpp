#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <tagcache/clock.hpp>
#include <tagcache/entry.hpp>
#include <tagcache/held_entry.hpp>
#include <tagcache/lifetime_bound.hpp>
#include <utility>

namespace tagcache {

/// How a read came by its value.
enum class Status {
  hit,       ///< a fresh entry
  stale,     ///< an expired entry in grace; a refresh was asked for
  miss,      ///< loaded: nothing was stored under the key
  reloaded,  ///< loaded: what was stored had expired or was invalidated, or was to be loaded anew (ForceRefresh)
  fallback,  ///< the load failed or took too long; an entry that is fresh or in grace stands in
};
/// `hit` and so on.
[[nodiscard]] std::string_view name(Status status) noexcept;

namespace detail {

struct InPlace {};

/// The result of a read without its type.
struct Outcome {
  Status status = Status::miss;
  bool joined = false;
  TimePoint read_at{};
  HeldEntry entry;
  EntryPointer before;  ///< only for reads that loaded; a read that did not load found what it served
};

}  // namespace detail

/// What a read returns: the value, shared and immutable, and how the read came by it.
///
/// A handle keeps its value alive: it stays valid after eviction, `invalidate`, `clear`, and the end of the cache, may
/// be kept as long as wanted, copied, and moved to another thread. One handle is used by one thread at a time; copies
/// are independent. A moved-from handle may only be assigned to or destroyed. A reference to its value is good for as
/// long as the handle: one that is not kept, as in `for (const User& user : *cache.list_users())`, ends too early, of
/// which Clang warns.
///
///     auto user = cache.get_user(UserId{42});
///     std::cout << user->name << (user.status() == tagcache::Status::stale ? " (being refreshed)" : "");
template <class T>
class Handle {
 public:
  explicit Handle(detail::Outcome outcome) : outcome_(std::move(outcome)) {}
  /// Of what `read` returns, which is not moved.
  template <class Read>
  Handle(detail::InPlace, const Read& read) : outcome_(read()) {}

  [[nodiscard]] const T& value() const noexcept TAGCACHE_LIFETIME_BOUND {
    return *static_cast<const T*>(outcome_.entry.value());
  }
  [[nodiscard]] const T& operator*() const noexcept TAGCACHE_LIFETIME_BOUND { return value(); }
  [[nodiscard]] const T* operator->() const noexcept TAGCACHE_LIFETIME_BOUND { return &value(); }

  [[nodiscard]] Status status() const noexcept { return outcome_.status; }
  /// True when another caller's load was shared.
  [[nodiscard]] bool joined() const noexcept { return outcome_.joined; }
  /// How old the data could be when it was handed out: the time since its load began.
  [[nodiscard]] Duration age() const noexcept {
    // A load that began after this read looked at the clock may still have been found.
    const auto age = std::chrono::duration_cast<Duration>(outcome_.read_at - outcome_.entry->created_at);
    return age < Duration::zero() ? Duration::zero() : age;
  }

  /// The entry found and the entry left behind. Both are the same one when nothing was loaded.
  [[nodiscard]] Entries<T> entries() const {
    const bool loaded = outcome_.status == Status::miss || outcome_.status == Status::reloaded;
    detail::EntryPointer after = outcome_.entry.share();
    const detail::EntryPointer& before = loaded ? outcome_.before : after;
    return {before ? std::optional(Entry<T>(before)) : std::nullopt, Entry<T>(after)};
  }

  /// The value as a shared pointer, for code that knows nothing of caches. Allocates nothing.
  [[nodiscard]] std::shared_ptr<const T> share() const noexcept {
    detail::EntryPointer entry = outcome_.entry.share();
    const auto* const value = static_cast<const T*>(entry->value());  // not a copy of it that ends with this handle
    return std::shared_ptr<const T>(std::move(entry), value);
  }

 private:
  detail::Outcome outcome_;
};

}  // namespace tagcache
