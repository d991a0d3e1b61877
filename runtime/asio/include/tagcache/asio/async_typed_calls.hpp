#pragma once

#include <initializer_list>
#include <span>
#include <tagcache/asio.hpp>
#include <tagcache/typed_tag.hpp>
#include <utility>
#include <vector>

namespace tagcache {

/// What a generated cache does by the tags of its schema, which `Tags` holds, for completion tokens of Boost.Asio. Each
/// completes with (std::exception_ptr), and does what the function of TypedPrimitives does that has its name without
/// `async_`. `Self` is the cache.
template <class Self, class Tags>
class AsyncTypedCalls {
 public:
  /// A tag, or `exact` or `softly` of one.
  auto async_invalidate(const TypedInvalidation<Tags>& one, auto token) {
    return async_primitives().async_invalidate({one.untyped()}, std::move(token));
  }
  /// Several in one step.
  auto async_invalidate(std::span<const TypedInvalidation<Tags>> several, auto token) {
    std::vector<Invalidation> invalidations;
    for (const auto& each : several) invalidations.push_back(each.untyped());
    return async_primitives().async_invalidate(std::move(invalidations), std::move(token));
  }
  auto async_invalidate(std::initializer_list<TypedInvalidation<Tags>> several, auto token) {
    return async_invalidate(std::span(several.begin(), several.size()), std::move(token));
  }

  auto async_expire(const TypedTag<Tags>& tag, auto token) {
    return async_primitives().async_expire(tag.path(), Reach::prefix, std::move(token));
  }
  template <TagOfSchema<Tags> T>
  auto async_expire(const Exact<T>& exact, auto token) {
    return async_primitives().async_expire(exact.tag.path(), Reach::exact, std::move(token));
  }

  auto async_clear(auto token) { return async_primitives().async_clear(std::move(token)); }

  /// The same store with keys and tags made up by hand.
  [[nodiscard]] AsyncPrimitives async_primitives() {
    Self& self = static_cast<Self&>(*this);
    return {self.primitives(), self.get_executor()};
  }

 protected:
  AsyncTypedCalls() = default;
  ~AsyncTypedCalls() = default;
};

}  // namespace tagcache
