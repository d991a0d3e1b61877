#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tagcache/duration.hpp>
#include <tagcache/entry.hpp>
#include <tagcache/tag.hpp>
#include <type_traits>
#include <utility>

namespace tagcache {

/// What a loader returns to say that the previous value still holds.
struct Unchanged {
  explicit constexpr Unchanged() noexcept = default;
};
inline constexpr Unchanged unchanged{};

/// What a loader says about the value beside the value. What is absent is as the options of the read have it.
struct LoadSettings {
  std::optional<TagSet> tags{};
  std::optional<Duration> ttl{};
  std::optional<Duration> grace{};
  std::optional<std::string> validator{};
  std::optional<std::uint64_t> weight{};
  bool uncached = false;
};

namespace detail {

void add_tags(LoadSettings& settings, TagSet tags);
void set_ttl(LoadSettings& settings, Duration ttl);
void set_grace(LoadSettings& settings, Duration grace);
void set_validator(LoadSettings& settings, std::string text);

}  // namespace detail

/// What a loader may return instead of a value: the value, or `unchanged`, and what holds for this value alone.
///
///     cache.query<Page>(key, tags, [&](const tagcache::Previous<Page>& previous) -> tagcache::Loaded<Page> {
///       const Answer answer = http.get(url, previous.validator());
///       if (answer.code == 304) return tagcache::unchanged;
///       return tagcache::Loaded(answer.page).ttl(answer.max_age).validator(answer.etag);
///     });
///
/// `unchanged` gives the previous value a new life with the times of this load, without a copy of it. It keeps its
/// validator, and the tags that it told, unless others are given. Without a previous value it is an error of the load
/// (std::logic_error). The idea is that of conditional requests (RFC 9110, section 13) and of FusionCache.
template <class T>
class Loaded {
 public:
  template <std::convertible_to<T> U = T>
    requires(!std::is_same_v<std::remove_cvref_t<U>, Loaded> && !std::is_same_v<std::remove_cvref_t<U>, Unchanged>)
  Loaded(U&& value) : value_(std::in_place, std::forward<U>(value)) {}
  Loaded(Unchanged) {}

  /// Adds tags that only the value tells (the ids in a list, say). Its entry carries them beside the tags of the read,
  /// and they are as safe: an invalidation of one that lands while the loader runs wins.
  Loaded& tags(TagSet told) & { return detail::add_tags(settings_, std::move(told)), *this; }
  Loaded&& tags(TagSet told) && { return std::move(tags(std::move(told))); }

  /// The TTL of this value, whatever the options say of it; they still change it at random (QueryOptions::jitter).
  /// Zero: as `uncached`. Throws std::invalid_argument when it is negative.
  Loaded& ttl(Duration ttl) & { return detail::set_ttl(settings_, ttl), *this; }
  Loaded&& ttl(Duration ttl) && { return std::move(this->ttl(ttl)); }

  /// The grace of this value; zero: none. Throws std::invalid_argument when it is negative.
  Loaded& grace(Duration grace) & { return detail::set_grace(settings_, grace), *this; }
  Loaded&& grace(Duration grace) && { return std::move(this->grace(grace)); }

  /// A text by which the source knows this version of the value, such as an ETag: the next load is shown it.
  Loaded& validator(std::string text) & { return detail::set_validator(settings_, std::move(text)), *this; }
  Loaded&& validator(std::string text) && { return std::move(validator(std::move(text))); }

  /// The bytes that this value takes, as QueryOptions::weight.
  Loaded& weight(std::uint64_t bytes) & { return settings_.weight = bytes, *this; }
  Loaded&& weight(std::uint64_t bytes) && { return std::move(weight(bytes)); }

  /// The value goes to this caller and to those that share the load, and is not kept. Nor is what was stored before, so
  /// that nobody is served an older value after a newer one: the next read loads.
  Loaded& uncached() & { return settings_.uncached = true, *this; }
  Loaded&& uncached() && { return std::move(uncached()); }

  /// Null for `unchanged`.
  [[nodiscard]] const T* value() const noexcept { return value_ ? &*value_ : nullptr; }
  [[nodiscard]] const LoadSettings& settings() const noexcept { return settings_; }

  /// The value, moved out; there must be one.
  [[nodiscard]] T take() { return *std::move(value_); }

 private:
  std::optional<T> value_;
  LoadSettings settings_;
};

template <class T>
Loaded(T) -> Loaded<T>;

/// What is stored under the key that a loader is to load, for loaders that take it as `const Previous<T>&`. A
/// verification shows nothing, so that the loader really loads.
template <class T>
class Previous {
 public:
  explicit Previous(const detail::EntryPointer& node) : node_(node) {}

  /// Also an expired one, one out of grace that is still there, and one that was invalidated. Absent when nothing is
  /// stored, or when it was cleared.
  [[nodiscard]] std::optional<Entry<T>> entry() const { return node_ ? std::optional(Entry<T>(node_)) : std::nullopt; }

  /// What the loader of that entry gave as its validator; empty when it gave none, and when there is no entry. Valid as
  /// long as this is.
  [[nodiscard]] std::string_view validator() const noexcept { return node_ ? node_->validator() : std::string_view(); }

 private:
  detail::EntryPointer node_;
};

}  // namespace tagcache
