#pragma once

#include <concepts>
#include <cstddef>
#include <tagcache/tag.hpp>
#include <utility>

namespace tagcache {

/// Base of the tag classes of one schema, `Tags` being the class that holds them all. It has no data; it makes a tag of
/// one schema a different type from the tag of another.
template <class Tags>
class TagOf {};

/// A type that is a tag of the schema whose tags `Tags` holds.
template <class T, class Tags>
concept TagOfSchema = std::derived_from<T, TagOf<Tags>> && requires(const T& tag) {
  { tag.path() } -> std::same_as<Tag>;
};

namespace detail {

template <class Tags>
Tags schema_of(const TagOf<Tags>&);

}  // namespace detail

/// The tags class of the schema that `T` is a tag of.
template <class T>
using SchemaOf = decltype(detail::schema_of(std::declval<const T&>()));

/// Any tag of one schema: what `invalidate` of a generated cache takes, and what can be kept in containers. An
/// immutable value; equality and hash are those of the path.
template <class Tags>
class TypedTag : public TagOf<Tags> {
 public:
  template <TagOfSchema<Tags> T>
  TypedTag(const T& tag) : path_(tag.path()) {}
  TypedTag(const TypedTag&) = default;
  TypedTag(TypedTag&&) noexcept = default;
  TypedTag& operator=(const TypedTag&) = default;
  TypedTag& operator=(TypedTag&&) noexcept = default;
  ~TypedTag() = default;

  [[nodiscard]] Tag path() const { return path_; }

  friend bool operator==(const TypedTag& left, const TypedTag& right) { return left.path_ == right.path_; }

 private:
  Tag path_;
};

/// A tag for which an invalidation reaches only entries that carry exactly it. Made by `exact`.
template <class T>
struct Exact {
  T tag;
};

/// `cache.invalidate(tagcache::exact(cache.tags.users))` leaves entries of `users(42)` alone.
template <class T>
[[nodiscard]] Exact<T> exact(const T& tag) {
  return {tag};
}

/// In a list for `invalidate`: a tag, or an `exact` one, that is expired instead. Made by `softly`.
template <class T>
struct Softly {
  T tag;
};

/// `cache.invalidate({cache.tags.users(user), tagcache::softly(cache.tags.feeds)})` invalidates the one and expires the
/// other in one step.
template <class T>
[[nodiscard]] Softly<T> softly(const T& tag) {
  return {tag};
}

/// What becomes of one tag of a schema: each element of a list for `invalidate` of a generated cache.
template <class Tags>
class TypedInvalidation {
 public:
  template <TagOfSchema<Tags> T>
  TypedInvalidation(const T& tag) : invalidation_{tag.path()} {}
  template <TagOfSchema<Tags> T>
  TypedInvalidation(const Exact<T>& exact) : invalidation_{exact.tag.path(), Reach::exact} {}
  template <TagOfSchema<Tags> T>
  TypedInvalidation(const Softly<T>& soft) : invalidation_{soft.tag.path(), Reach::prefix, Becomes::expired} {}
  template <TagOfSchema<Tags> T>
  TypedInvalidation(const Softly<Exact<T>>& soft)
      : invalidation_{soft.tag.tag.path(), Reach::exact, Becomes::expired} {}

  [[nodiscard]] const Invalidation& untyped() const noexcept { return invalidation_; }

 private:
  Invalidation invalidation_;
};

}  // namespace tagcache

template <class Tags>
struct std::hash<tagcache::TypedTag<Tags>> {
  std::size_t operator()(const tagcache::TypedTag<Tags>& tag) const { return std::hash<tagcache::Tag>{}(tag.path()); }
};
