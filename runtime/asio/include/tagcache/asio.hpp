#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <concepts>
#include <exception>
#include <optional>
#include <string>
#include <tagcache/asio/async_many.hpp>
#include <tagcache/asio/coroutine_loader.hpp>
#include <tagcache/asio/read_for.hpp>
#include <tagcache/primitives.hpp>
#include <utility>
#include <vector>

namespace tagcache {

/// The asynchronous form of Primitives: each call takes a completion token of Boost.Asio (a callback, use_future,
/// use_awaitable, ...), blocks no thread, and shares entries and flights with the blocking calls. What each does and
/// promises is said there.
///
/// Handlers are called on their associated executor, else on the one given here, and never inside of the call. A
/// cancellation slot of the handler is honoured: the caller is let go with operation_aborted, while a load goes on for
/// others who share it; it is cancelled when it has none. What needs no loader is done all the same. When the cache
/// ends first, the caller gets operation_aborted too.
///
/// Thread-safe. The cache must outlive this object; loaders, and what they use, must live until they have ended, which
/// Primitives::shutdown tells.
class AsyncPrimitives : public AsyncManyCalls<AsyncPrimitives> {
 public:
  AsyncPrimitives(Primitives& cache, boost::asio::any_io_executor executor)
      : cache_(&cache), executor_(std::move(executor)) {}

  [[nodiscard]] const boost::asio::any_io_executor& get_executor() const noexcept { return executor_; }
  [[nodiscard]] Primitives& blocking() const noexcept { return *cache_; }

  /// As Primitives::query. `load` gives an awaitable, which runs on a strand of the executor, or a value: then it runs
  /// on the executor of the cache. It must own what it uses. Completes with (std::exception_ptr, Handle<T>); the handle
  /// may only be looked at when the error is null.
  template <class T, class Loader, class Token>
  auto async_query(std::string key, TagSet tags, Loader load, QueryOptions options, Token&& token) {
    return read_by_hand<T>(Purpose::read, nullptr, std::move(key), std::move(tags), std::move(load), std::move(options),
                           token);
  }

  /// The same, and `on_refreshed` is told of the refresh that the call starts: see Primitives::query.
  template <class T, class Loader, std::invocable<const Refreshed<T>&> OnRefreshed, class Token>
  auto async_query(std::string key, TagSet tags, Loader load, QueryOptions options, OnRefreshed on_refreshed,
                   Token&& token) {
    return read_by_hand<T>(Purpose::read, detail::refresh_hook<T>(std::move(on_refreshed)), std::move(key),
                           std::move(tags), std::move(load), std::move(options), token);
  }

  /// By a load that begins now, see ForceRefresh.
  template <class T, class Loader, class Token>
  auto async_query(ForceRefresh, std::string key, TagSet tags, Loader load, QueryOptions options, Token&& token) {
    return read_by_hand<T>(Purpose::force, nullptr, std::move(key), std::move(tags), std::move(load),
                           std::move(options), token);
  }

  /// What `async_query` would hand out without a load. Completes with (std::exception_ptr, std::optional<Handle<T>>).
  template <class T, class Token>
  auto async_query(IfPresent, std::string key, TagSet tags, QueryOptions options, Token&& token) {
    return this->template perform<std::optional<Handle<T>>>(
        [key = std::move(key), tags = std::move(tags), options = std::move(options)](Primitives& cache) {
          return cache.query<T>(if_present, key, tags, options);
        },
        token);
  }

 private:
  template <class T, class Loader, class Token>
  auto read_by_hand(Purpose purpose, detail::RefreshHook on_refreshed, std::string key, TagSet tags, Loader load,
                    QueryOptions options, Token& token) {
    if constexpr (!Encodable<T>) detail::refuse_to_verify(options);
    return boost::asio::async_initiate<Token, void(std::exception_ptr, Handle<T>)>(
        [cache = cache_, executor = executor_, purpose, hook = std::move(on_refreshed)](
            auto handler, const std::string& its_key, const TagSet& its_tags, Loader its_load,
            const QueryOptions& its_options) {
          const auto parts = tagcache::key(std::string_view(its_key));
          const auto all_tags = [&its_tags] { return its_tags; };
          const auto none = [](const detail::EntryPointer&) { return detail::LoadResult(); };
          const KeyView view = cache->key_view({}, detail::hash_name({}), parts);
          const auto own = [&] {
            const std::size_t room = cache->room_beside(view, detail::value_type<T>, its_options);
            return detail::owned_loader<T>(executor, std::move(its_load), room);
          };
          detail::ReadCall call{view, detail::value_type<T>, all_tags, none, own, its_options, detail::codec_of<T>()};
          call.purpose = purpose;
          call.asynchronous = detail::CoroutineLoader<Loader, T>;
          if (hook) call.on_refreshed = &hook;
          detail::read_for<T>(std::move(handler), *cache, executor, call);
        },
        token, std::move(key), std::move(tags), std::move(load), std::move(options));
  }

  Primitives* cache_;
  boost::asio::any_io_executor executor_;
};

}  // namespace tagcache
