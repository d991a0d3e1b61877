#pragma once

#include <exception>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>
#include <tagcache/primitives.hpp>
#include <tagcache/typed_tag.hpp>
#include <type_traits>
#include <utility>
#include <vector>

namespace tagcache {

namespace detail {

/// The cache below a generated one. Of a base class that depends on `Tags`, so that compilers look at calls of it, and
/// at what these need of the standard library, where somebody makes them, and not in each file that includes this.
template <class Tags>
class PrimitivesBelow {
 protected:
  PrimitivesBelow(std::shared_ptr<Store>&& store, CacheOptions&& options, std::span<const std::string_view> queries)
      : primitives_(std::move(store), std::move(options), queries) {}
  ~PrimitivesBelow() = default;

  Primitives primitives_;
};

/// What `become` makes of each of `several`.
template <class Several, class Become>
[[nodiscard]] auto each_of(const Several& several, const Become& become) {
  std::vector<std::invoke_result_t<Become, decltype(*several.begin())>> made;
  made.reserve(several.size());
  for (const auto& each : several) made.push_back(become(each));
  return made;
}

}  // namespace detail

/// What a generated cache does by the tags of its schema, which `Tags` holds. Thread-safe; see Primitives for what each
/// call promises.
template <class Tags>
class TypedPrimitives : private detail::PrimitivesBelow<Tags> {
 public:
  /// The tags of the schema: `cache.invalidate(cache.tags.users(UserId{42}).posts)`.
  static constexpr Tags tags{};

  /// Any tag of this schema.
  using Tag = TypedTag<Tags>;
  /// A tag, or `exact` or `softly` of one.
  using Invalidation = TypedInvalidation<Tags>;

  TypedPrimitives(const TypedPrimitives&) = delete;
  TypedPrimitives& operator=(const TypedPrimitives&) = delete;

  /// When this returns, no read that starts later yields a value that carries `tag`, or a tag below it, and whose load
  /// began before.
  void invalidate(const Tag& tag) { primitives_.invalidate(tag.path()); }

  /// The same for entries that carry exactly this tag; those that only carry tags below it stay.
  template <TagOfSchema<Tags> T>
  void invalidate(const Exact<T>& exact) {
    primitives_.invalidate(exact.tag.path(), Reach::exact);
  }

  /// The same for several tags, in one step.
  void invalidate(std::span<const Tag> several) { invalidate_all(several, Becomes::invalidated); }

  /// The same, each as far and as hard as it says: `{users(42), exact(posts), softly(feeds)}`.
  void invalidate(std::initializer_list<Invalidation> several) {
    primitives_.invalidate(detail::each_of(several, [](const Invalidation& each) { return each.untyped(); }));
  }

  /// Anything else is no tag of this schema; this overload says so where the compiler would list candidates.
  template <class T>
    requires(!std::is_convertible_v<const T&, Tag> && !std::is_convertible_v<const T&, std::span<const Tag>>)
  void invalidate(const T&) {
    static_assert(std::is_same_v<T, Tag>,
                  "invalidate takes a tag of this cache's own schema: write cache.invalidate(cache.tags.<name>), or "
                  "tagcache::exact(cache.tags.<name>)");
  }

  /// The soft sibling of `invalidate`: what was loaded before counts as expired, whatever its ttl says. It is served in
  /// grace while one refresh runs; without grace it is loaded again.
  void expire(const Tag& tag) { primitives_.expire(tag.path()); }
  template <TagOfSchema<Tags> T>
  void expire(const Exact<T>& exact) {
    primitives_.expire(exact.tag.path(), Reach::exact);
  }
  void expire(std::span<const Tag> several) { invalidate_all(several, Becomes::expired); }
  void expire(std::initializer_list<Tag> several) { expire(std::span(several.begin(), several.size())); }

  template <class T>
    requires(!std::is_convertible_v<const T&, Tag> && !std::is_convertible_v<const T&, std::span<const Tag>>)
  void expire(const T&) {
    static_assert(std::is_same_v<T, Tag>,
                  "expire takes a tag of this cache's own schema: write cache.expire(cache.tags.<name>), or "
                  "tagcache::exact(cache.tags.<name>)");
  }

  /// Drops all entries of this cache. They are not served again, not even when a load fails.
  void clear() { primitives_.clear(); }

  /// Stops background work and gives up what the store holds.
  void disconnect() { primitives_.disconnect(); }

  /// What was counted since the cache was made, or set back to zero last.
  [[nodiscard]] Stats stats() const { return primitives_.stats(); }
  void reset_stats() { primitives_.reset_stats(); }

  /// The same store with keys and tags made up by hand; and what switches this cache off and on.
  [[nodiscard]] Primitives& primitives() noexcept { return primitives_; }

 protected:
  TypedPrimitives(std::shared_ptr<Store> store, CacheOptions options, std::span<const std::string_view> queries)
      : detail::PrimitivesBelow<Tags>(std::move(store), std::move(options), queries) {}
  ~TypedPrimitives() = default;

  using detail::PrimitivesBelow<Tags>::primitives_;

  /// For mutations, whose result must not be lost: what the store threw, which is told again until it hears; null when
  /// it was told.
  [[nodiscard]] std::exception_ptr try_invalidate(std::initializer_list<Invalidation> several) {
    try {
      invalidate(several);
      return nullptr;
    } catch (...) {
      return std::current_exception();
    }
  }

 private:
  void invalidate_all(std::span<const Tag> several, Becomes becomes) {
    primitives_.invalidate(detail::each_of(
        several, [becomes](const Tag& tag) { return tagcache::Invalidation{tag.path(), Reach::prefix, becomes}; }));
  }
};

}  // namespace tagcache
