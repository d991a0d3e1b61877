#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <span>
#include <tagcache/asio.hpp>
#include <tagcache/asio/async_read.hpp>
#include <tagcache/asio/async_typed_calls.hpp>
#include <tagcache/asio/async_typed_reads.hpp>
#include <tagcache/asio/async_write.hpp>
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
class AsyncTypedCache : public AsyncTypedReads<Tags, Source>,
                        public AsyncTypedCalls<AsyncTypedCache<Tags, Source>, Tags> {
  using Base = AsyncTypedReads<Tags, Source>;

 protected:
  using Base::Base;
  using Base::primitives_;
  ~AsyncTypedCache() = default;

  /// Loads `Query` in the background, so that the next reader finds it.
  template <class Query, class... Passed>
  void warm(const Passed&... arguments) {
    typename Query::Arguments owned(arguments...);
    primitives_.run_unblocked(
        [&source = this->source(), executor = this->get_executor(), owned = std::move(owned)](Primitives& cache) {
          const auto refresh = [&cache](const detail::ReadCall& call) { cache.refresh(call); };
          const auto with = [&](const auto&... each) {
            Base::template with_call<Query>(cache, source, executor, Query::options, {.purpose = Purpose::warming},
                                            refresh, each...);
          };
          std::apply(with, owned);
        });
  }

  /// The same for a mutation, which waits until it is loaded when the options say so. What goes wrong is counted.
  template <class Query, class... Passed>
  boost::asio::awaitable<void> warmed(Passed... arguments) {
    using Value = typename Query::Value;
    const auto start = [&](auto handler) {
      detail::ReadFor<Value, decltype(handler)> read(std::move(handler), this->get_executor());
      const auto begin = [&](const detail::ReadCall& call) { read.begin(primitives_, call); };
      Base::template with_call<Query>(primitives_, this->source(), this->get_executor(), Query::options,
                                      {.purpose = Purpose::warming}, begin, arguments...);
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
    // Who is let go must not keep the tags from being invalidated before the call ends.
    using boost::asio::disable_cancellation;
    co_await boost::asio::this_coro::reset_cancellation_state(disable_cancellation());
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
    return detail::wait_for_write(this->get_executor(), std::move(write));
  }
};

}  // namespace tagcache
