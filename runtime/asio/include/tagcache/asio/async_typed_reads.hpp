#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <tagcache/asio/async_many_read.hpp>
#include <tagcache/asio/async_read.hpp>
#include <tagcache/asio/coroutine_loader.hpp>
#include <tagcache/typed_cache.hpp>
#include <tuple>
#include <utility>

namespace tagcache {

/// The reads of generated caches whose schema says `async: true`: what AsyncTypedCache is without its writes.
template <class Tags, class Source>
class AsyncTypedReads : public TypedCache<Tags, Source> {
  using Base = TypedCache<Tags, Source>;

 public:
  /// Where coroutines run, and handlers that do not say where they want to be called.
  [[nodiscard]] const boost::asio::any_io_executor& get_executor() const noexcept { return executor_; }

 protected:
  using Base::primitives_;

  AsyncTypedReads(Source& source, boost::asio::any_io_executor executor, CacheOptions options,
                  const CacheOptions& schema, std::span<const std::string_view> queries)
      : Base(source, std::move(options), schema, queries), executor_(std::move(executor)) {}
  AsyncTypedReads(Source& source, boost::asio::any_io_executor executor, std::shared_ptr<Store> store,
                  CacheOptions options, const CacheOptions& schema, std::span<const std::string_view> queries)
      : Base(source, std::move(store), std::move(options), schema, queries), executor_(std::move(executor)) {}
  ~AsyncTypedReads() = default;

  /// Reads by `Query`, in this thread;
  template <class Query, class... Passed>
  [[nodiscard]] Handle<typename Query::Value> query(const Passed&... arguments) {
    return read<Query>(Query::options, {}, arguments...);
  }
  template <class Query, class... Passed>
  [[nodiscard]] Handle<typename Query::Value> query(const PerCall& call, const Passed&... arguments) {
    const auto hook = detail::refresh_hook_of<typename Query::Value>(call);
    return read<Query>(detail::options_of<Query>(call), {call.purpose, hook ? &hook : nullptr}, arguments...);
  }
  template <class Query, class... Passed>
  [[nodiscard]] std::optional<Handle<typename Query::Value>> query(IfPresent, const Passed&... arguments) {
    return Base::template query<Query>(if_present, arguments...);
  }

  /// and without one.
  template <class Query, class... Passed>
  void query(detail::AsyncRead<typename Query::Value>& read, const PerCall& call, const Passed&... arguments) {
    const auto begin = [&](const detail::ReadCall& its_call) { read.begin(primitives_, its_call); };
    const auto hook = detail::refresh_hook_of<typename Query::Value>(call);
    with_call<Query>(primitives_, this->source(), executor_, detail::options_of<Query>(call),
                     {call.purpose, hook ? &hook : nullptr}, begin, arguments...);
  }

  /// Reads `Query` for several values of one argument: a std::span stands in its place. The source is asked on the
  /// executor of the cache.
  using Base::query_many;
  template <class Query, class... Passed>
  void query_many(detail::AsyncManyRead<typename Query::Value>& read, const PerCall& call, const Passed&... arguments) {
    using Value = typename Query::Value;
    const auto told = [](Loaded<Value> loaded, const Previous<Value>& previous, const auto&... each) {
      return Base::template told<Query, Value>(std::move(loaded), previous, each...);
    };
    const auto begin = [&](const detail::ManyCall& its_call) { read.begin(primitives_, its_call); };
    detail::with_many_call<Query>(primitives_, Base::template name_hash<Query>, this->source(), told, call, begin,
                                  arguments...);
  }

  /// Calls `use` with a read of `Query`, whose loader is a coroutine.
  template <class Query, class Use, class... Passed>
  static decltype(auto) with_call(Primitives& cache, Source& source, const boost::asio::any_io_executor& executor,
                                  const QueryOptions& options, const detail::Manner& manner, const Use& use,
                                  const Passed&... arguments) {
    using Value = typename Query::Value;
    const auto parts = Query::key(arguments...);
    const KeyView key = cache.key_view(Query::name, Base::template name_hash<Query>, parts);
    const auto tags = [&] { return Query::tags(arguments...); };
    const auto none = [](const detail::EntryPointer&) { return detail::LoadResult(); };
    const auto own = [&] {
      typename Query::Arguments owned(arguments...);
      auto make = [&source, owned = std::move(owned)](const Previous<Value>& previous) {
        const auto ask = [&](const auto&... each) { return load<Query>(source, previous, each...); };
        return std::apply(ask, owned);
      };
      return detail::coroutine_loader<Value>(executor, std::move(make),
                                             cache.room_beside(key, detail::value_type<Value>, options));
    };
    detail::ReadCall call{key, detail::value_type<Value>, tags, none, own, options, detail::codec_of_query<Query>()};
    call.purpose = manner.purpose;
    call.on_refreshed = manner.on_refreshed;
    call.query = Query::number;
    call.asynchronous = true;
    return use(call);
  }

 private:
  template <class Query, class... Passed>
  [[nodiscard]] Handle<typename Query::Value> read(const QueryOptions& options, const detail::Manner& manner,
                                                   const Passed&... arguments) {
    const auto run = [this](const detail::ReadCall& call) { return primitives_.run(call); };
    return Handle<typename Query::Value>(
        with_call<Query>(primitives_, this->source(), executor_, options, manner, run, arguments...));
  }

  /// All that it is given lives as long as the coroutine.
  template <class Query, class Value, class... Passed>
  static boost::asio::awaitable<Loaded<Value>> load(Source& source, const Previous<Value>& previous,
                                                    const Passed&... arguments) {
    Loaded<Value> loaded(co_await detail::call_source<Query>(source, previous, arguments...));
    co_return Base::template told<Query, Value>(std::move(loaded), previous, arguments...);
  }

  boost::asio::any_io_executor executor_;
};

}  // namespace tagcache
