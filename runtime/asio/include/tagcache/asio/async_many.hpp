#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <concepts>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/asio/async_store_calls.hpp>
#include <tagcache/asio/read_for.hpp>
#include <tagcache/primitives.hpp>
#include <utility>
#include <vector>

namespace tagcache {
/// What AsyncPrimitives, which is `Self`, does with several keys at a time. What is said there of handlers and
/// cancellation holds here.
template <class Self>
class AsyncManyCalls : public AsyncStoreCalls<Self> {
 public:
  /// As ManyReads::query_many. `load` gives values, not an awaitable: it runs on the executor of the cache, where it
  /// may block, and must own what it uses, as `tags_of` need not. Completes with (std::exception_ptr,
  /// std::vector<Handle<T>>); the handles are there when the error is null. A caller that is cancelled is let go; what
  /// it has asked for is loaded, and kept, all the same.
  template <class T, class TagsOf, class Loader, class Token>
    requires detail::ManyLoaderOf<Loader, T, std::string>
  auto async_query_many(std::vector<std::string> keys, TagsOf tags_of, Loader load, QueryOptions options,
                        Token&& token) {
    return query_many<T>(Purpose::read, nullptr, std::move(keys), std::move(tags_of), std::move(load),
                         std::move(options), token);
  }

  /// The same, and `on_refreshed` is told of each refresh that the call starts: see Primitives::query.
  template <class T, class TagsOf, class Loader, std::invocable<const Refreshed<T>&> OnRefreshed, class Token>
    requires detail::ManyLoaderOf<Loader, T, std::string>
  auto async_query_many(std::vector<std::string> keys, TagsOf tags_of, Loader load, QueryOptions options,
                        OnRefreshed on_refreshed, Token&& token) {
    return query_many<T>(Purpose::read, detail::refresh_hook<T>(std::move(on_refreshed)), std::move(keys),
                         std::move(tags_of), std::move(load), std::move(options), token);
  }

  /// By a load that begins now, see ForceRefresh.
  template <class T, class TagsOf, class Loader, class Token>
    requires detail::ManyLoaderOf<Loader, T, std::string>
  auto async_query_many(ForceRefresh, std::vector<std::string> keys, TagsOf tags_of, Loader load, QueryOptions options,
                        Token&& token) {
    return query_many<T>(Purpose::force, nullptr, std::move(keys), std::move(tags_of), std::move(load),
                         std::move(options), token);
  }

  /// For each key what that would hand out without a load. Completes with (std::exception_ptr,
  /// std::vector<std::optional<Handle<T>>>).
  template <class T, class TagsOf, class Token>
  auto async_query_many(IfPresent, std::vector<std::string> keys, TagsOf tags_of, QueryOptions options, Token&& token) {
    return this->template perform<std::vector<std::optional<Handle<T>>>>(
        [keys = std::move(keys), tags_of = std::move(tags_of), options = std::move(options)](Primitives& cache) {
          return cache.query_many<T>(if_present, keys, tags_of, options);
        },
        token);
  }

  /// As ManyReads::get_many. Completes with (std::exception_ptr, std::vector<std::optional<Handle<T>>>).
  template <class T, class Token>
  auto async_get_many(std::vector<std::string> keys, Accept accept, Token&& token) {
    return this->template perform<std::vector<std::optional<Handle<T>>>>(
        [keys = std::move(keys), accept](Primitives& cache) { return cache.get_many<T>(keys, accept); }, token);
  }

 protected:
  AsyncManyCalls() = default;
  ~AsyncManyCalls() = default;

 private:
  template <class T, class TagsOf, class Loader, class Token>
  auto query_many(Purpose purpose, detail::RefreshHook on_refreshed, std::vector<std::string> keys, TagsOf tags_of,
                  Loader load, QueryOptions options, Token& token) {
    if constexpr (!Encodable<T>) detail::refuse_to_verify(options);
    const Self& self = static_cast<const Self&>(*this);
    return boost::asio::async_initiate<Token, void(std::exception_ptr, std::vector<Handle<T>>)>(
        [&cache = self.blocking(), executor = self.get_executor(), purpose, hook = std::move(on_refreshed)](
            auto handler, const std::vector<std::string>& its_keys, const TagsOf& its_tags_of, Loader its_load,
            const QueryOptions& its_options) {
          const auto read = [&](const detail::ManyCall& call) {
            detail::read_many_for<T>(std::move(handler), cache, executor, call);
          };
          cache.template with_many<T>(
              {}, detail::hash_name({}), std::span<const std::string>(its_keys),
              [](const std::string& key) { return tagcache::key(std::string_view(key)); }, its_tags_of,
              std::move(its_load), its_options, {purpose, hook ? &hook : nullptr}, detail::codec_of<T>(), read);
        },
        token, std::move(keys), std::move(tags_of), std::move(load), std::move(options));
  }
};

}  // namespace tagcache
