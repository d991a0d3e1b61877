#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <span>
#include <string_view>
#include <tagcache/asio.hpp>
#include <tagcache/asio/async_many_read.hpp>
#include <tagcache/asio/async_read.hpp>
#include <tagcache/asio/async_typed_calls.hpp>
#include <tagcache/asio/async_write.hpp>
#include <tagcache/typed_cache.hpp>
#include <tagcache/written.hpp>
#include <tuple>
#include <type_traits>
#include <utility>

namespace tagcache {

/// What generated caches have in common whose schema says `async: true`: the functions of the source are coroutines,
/// which run on strands of an executor. What is said of handlers and cancellation at AsyncPrimitives holds here.
///
/// Methods without a completion token wait in their thread, while coroutines run on the executor: called from its only
/// thread, they never return. Thread-safe. The cache must outlive the mutations that were begun with it.
template <class Tags, class Source>
class AsyncTypedCache : public TypedCache<Tags, Source>, public AsyncTypedCalls<AsyncTypedCache<Tags, Source>, Tags> {
  using Base = TypedCache<Tags, Source>;

 public:
  /// Where coroutines run, and handlers that do not say where they want to be called.
  [[nodiscard]] const boost::asio::any_io_executor& get_executor() const noexcept { return executor_; }

 protected:
  using Base::primitives_;

  AsyncTypedCache(Source& source, boost::asio::any_io_executor executor, CacheOptions options,
                  const CacheOptions& schema, std::span<const std::string_view> queries)
      : Base(source, std::move(options), schema, queries), executor_(std::move(executor)) {}
  AsyncTypedCache(Source& source, boost::asio::any_io_executor executor, std::shared_ptr<Store> store,
                  CacheOptions options, const CacheOptions& schema, std::span<const std::string_view> queries)
      : Base(source, std::move(store), std::move(options), schema, queries), executor_(std::move(executor)) {}
  ~AsyncTypedCache() = default;

  /// Reads by `Query`, in this thread;
  template <class Query, class... Passed>
  [[nodiscard]] Handle<typename Query::Value> query(const Passed&... arguments) {
    return read<Query>(Query::options, {}, arguments...);
  }
  template <class Query, class... Passed>
  [[nodiscard]] Handle<typename Query::Value> query(const PerCall& call, const Passed&... arguments) {
    const auto hook = detail::refresh_hook_of<typename Query::Value>(call);
    return read<Query>(Base::template options_of<Query>(call), {call.purpose, hook ? &hook : nullptr}, arguments...);
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
    with_call<Query>(primitives_, this->source(), executor_, Base::template options_of<Query>(call),
                     {call.purpose, hook ? &hook : nullptr}, begin, arguments...);
  }

  /// Reads `Query` for several values of one argument: a std::span stands in its place. The source is asked on the
  /// executor of the cache.
  using Base::query_many;
  template <class Query, class... Passed>
  void query_many(detail::AsyncManyRead<typename Query::Value>& its_read, const Passed&... arguments) {
    using Value = typename Query::Value;
    const auto told = [](Loaded<Value> loaded, const Previous<Value>& previous, const auto&... each) {
      return Base::template told<Query, Value>(std::move(loaded), previous, each...);
    };
    const auto read = [&](const auto& several, const auto& key_of, const auto& tags_of, auto load) {
      its_read.begin([&](std::unique_ptr<detail::ManyCompletion> completion) {
        return primitives_.template read_many_later<Value>(
            Query::name, Base::template name_hash<Query>, several, key_of, tags_of, std::move(load), Query::options,
            detail::encoder_of<Value>(), Query::number, std::move(completion));
      });
    };
    detail::with_many<Query>(this->source(), told, read, arguments...);
  }

  /// Loads `Query` in the background, so that the next reader finds it.
  template <class Query, class... Passed>
  void warm(const Passed&... arguments) {
    typename Query::Arguments owned(arguments...);
    primitives_.run_unblocked(
        [&source = this->source(), executor = executor_, owned = std::move(owned)](Primitives& cache) {
          const auto refresh = [&cache](const detail::ReadCall& call) { cache.refresh(call); };
          const auto with = [&](const auto&... each) {
            with_call<Query>(cache, source, executor, Query::options, {.purpose = Purpose::warming}, refresh, each...);
          };
          std::apply(with, owned);
        });
  }

  /// The same for a mutation, which waits until it is loaded when the options say so. What goes wrong is counted.
  template <class Query, class... Passed>
  boost::asio::awaitable<void> warmed(Passed... arguments) {
    using Value = typename Query::Value;
    const auto start = [&](auto handler) {
      detail::ReadFor<Value, decltype(handler)> read(std::move(handler), executor_);
      const auto begin = [&](const detail::ReadCall& call) { read.begin(primitives_, call); };
      with_call<Query>(primitives_, this->source(), executor_, Query::options, {.purpose = Purpose::warming}, begin,
                       arguments...);
    };
    try {
      if (!primitives_.awaits_warming()) {
        warm<Query>(arguments...);
        co_return;
      }
      co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>,
                                           void(std::exception_ptr, Handle<Value>)>(start, boost::asio::use_awaitable);
    } catch (...) {  // NOLINT(bugprone-empty-catch): the load has told of it, and the write is done all the same
    }
  }

  /// What `write` gives, after the invalidations, and whether the store has heard of them. When it fails nothing is
  /// invalidated, unless it was cancelled: then it may have happened.
  template <class Result>
  boost::asio::awaitable<Written<Result>> written(boost::asio::awaitable<Result> write,
                                                  std::span<const TypedInvalidation<Tags>> invalidations) {
    detail::Ended<Result> ended;
    co_await ended.await(std::move(write));
    const auto state = co_await boost::asio::this_coro::cancellation_state;
    const bool is_cancelled = state.cancelled() != boost::asio::cancellation_type::none;
    // Otherwise a cancelled coroutine would throw instead of the next co_await.
    co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
    Written<void> told;
    if (!ended.failed() || is_cancelled) told = co_await invalidated(invalidations);
    if constexpr (std::is_void_v<Result>) {
      ended.take();
      co_return told;
    } else {
      co_return Written<Result>(ended.take(), told.error());
    }
  }

  /// Invalidates, which cannot be cancelled when it has begun.
  boost::asio::awaitable<Written<void>> invalidated(std::span<const TypedInvalidation<Tags>> invalidations) {
    std::exception_ptr error;
    try {
      co_await this->async_invalidate(invalidations, boost::asio::use_awaitable);
    } catch (...) {
      error = std::current_exception();
    }
    co_return Written<void>(error);
  }

  /// Runs a coroutine of a mutation, and waits for it in this thread.
  template <class Result>
  Result wait_for(boost::asio::awaitable<Result> write) {
    return detail::wait_for_write(executor_, std::move(write));
  }

 private:
  template <class Query, class... Passed>
  [[nodiscard]] Handle<typename Query::Value> read(const QueryOptions& options, const detail::Manner& manner,
                                                   const Passed&... arguments) {
    const auto run = [this](const detail::ReadCall& call) { return primitives_.run(call); };
    return Handle<typename Query::Value>(
        with_call<Query>(primitives_, this->source(), executor_, options, manner, run, arguments...));
  }

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
      return detail::coroutine_loader<Value>(
          executor, [&source, owned = std::move(owned)](const Previous<Value>& previous) {
            const auto ask = [&](const auto&... each) { return load<Query>(source, previous, each...); };
            return std::apply(ask, owned);
          });
    };
    detail::ReadCall call{key, detail::value_type<Value>, tags, none, own, options, detail::encoder_of<Value>()};
    call.purpose = manner.purpose;
    call.on_refreshed = manner.on_refreshed;
    call.query = Query::number;
    call.asynchronous = true;
    return use(call);
  }

  /// All that it is given lives as long as the coroutine.
  template <class Query, class Value, class... Passed>
  static boost::asio::awaitable<Loaded<Value>> load(Source& source, const Previous<Value>& previous,
                                                    const Passed&... arguments) {
    if constexpr (requires { Query::load(source, arguments..., previous); }) {
      Loaded<Value> loaded = co_await Query::load(source, arguments..., previous);
      co_return Base::template told<Query, Value>(std::move(loaded), previous, arguments...);
    } else {
      Loaded<Value> loaded(co_await Query::load(source, arguments...));
      co_return Base::template told<Query, Value>(std::move(loaded), previous, arguments...);
    }
  }

  boost::asio::any_io_executor executor_;
};

}  // namespace tagcache
