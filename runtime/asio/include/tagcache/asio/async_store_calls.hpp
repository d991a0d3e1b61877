#pragma once

#include <exception>
#include <optional>
#include <string>
#include <tagcache/asio/errand.hpp>
#include <tagcache/primitives.hpp>
#include <utility>
#include <vector>

namespace tagcache {

/// What AsyncPrimitives, which is `Self`, does without a loader. What is said there of handlers and cancellation holds
/// here.
template <class Self>
class AsyncStoreCalls {
 public:
  /// As Primitives::get. Completes with (std::exception_ptr, std::optional<Handle<T>>).
  template <class T, class Token>
  auto async_get(std::string key, Accept accept, Token&& token) {
    return perform<std::optional<Handle<T>>>(
        [key = std::move(key), accept](Primitives& cache) { return cache.get<T>(key, accept); }, token);
  }

  /// As Primitives::has. Completes with (std::exception_ptr, bool).
  template <class T, class Token>
  auto async_has(std::string key, Accept accept, Token&& token) {
    return perform<bool>([key = std::move(key), accept](Primitives& cache) { return cache.has<T>(key, accept); },
                         token);
  }

  /// As Primitives::set. Completes with (std::exception_ptr).
  template <class T, class Token>
  auto async_set(std::string key, T value, TagSet tags, QueryOptions options, Token&& token) {
    return perform<void>(
        [key = std::move(key), value = std::move(value), tags = std::move(tags), options = std::move(options)](
            Primitives& cache) mutable { cache.set<T>(key, std::move(value), std::move(tags), options); },
        token);
  }

  /// As Primitives::del. Completes with (std::exception_ptr).
  template <class Token>
  auto async_del(std::string key, Token&& token) {
    return perform<void>([key = std::move(key)](Primitives& cache) { cache.del(key); }, token);
  }

  /// As Primitives::invalidate. Completes with (std::exception_ptr); from then on it holds what is said there. One that
  /// a shutdown or the end of the cache drops completes with operation_aborted, and is told to the store later.
  template <class Token>
  auto async_invalidate(std::vector<Invalidation> invalidations, Token&& token) {
    const auto invalidate = [invalidations](Primitives& cache) { cache.invalidate(invalidations); };
    return perform<void>(invalidate, token, std::move(invalidations));
  }

  /// As Primitives::expire of a key; tags are expired by `async_invalidate`, with Becomes::expired. Completes with
  /// (std::exception_ptr).
  template <class Token>
  auto async_expire(std::string key, Token&& token) {
    return perform<void>([key = std::move(key)](Primitives& cache) { cache.expire(key); }, token);
  }

  /// As Primitives::expire of a tag. Completes with (std::exception_ptr).
  template <class Token>
  auto async_expire(Tag tag, Reach reach, Token&& token) {
    return async_invalidate({Invalidation{std::move(tag), reach, Becomes::expired}}, std::forward<Token>(token));
  }

  /// As Primitives::clear. Completes with (std::exception_ptr).
  template <class Token>
  auto async_clear(Token&& token) {
    return perform<void>([](Primitives& cache) { cache.clear(); }, token);
  }

 protected:
  AsyncStoreCalls() = default;
  ~AsyncStoreCalls() = default;

  template <class Result, class Work, class Token>
  auto perform(Work work, Token& token, std::vector<Invalidation> meant = {}) {
    const Self& self = static_cast<const Self&>(*this);
    return detail::perform<Result>(self.blocking(), self.get_executor(), std::move(work), token, std::move(meant));
  }
};

}  // namespace tagcache
