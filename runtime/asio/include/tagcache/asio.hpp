#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/associator.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <tagcache/primitives.hpp>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// How asynchronous reads and loaders meet Boost.Asio. All that knows of Asio is here; the library below it does not.
namespace tagcache::detail {

/// An executor whose work is a part of one load, so that what a loader asks for is known to be asked by that load.
class LoadExecutor {
 public:
  LoadExecutor(boost::asio::any_io_executor inner, std::shared_ptr<LoadSteps> steps) noexcept
      : inner_(std::move(inner)), steps_(std::move(steps)) {}

  template <class Property>
    requires boost::asio::can_query<const boost::asio::any_io_executor&, Property>::value
  [[nodiscard]] decltype(auto) query(const Property& property) const {
    return boost::asio::query(inner_, property);
  }
  template <class Property>
    requires boost::asio::can_require<const boost::asio::any_io_executor&, Property>::value
  [[nodiscard]] LoadExecutor require(const Property& property) const {
    return {boost::asio::require(inner_, property), steps_};
  }
  template <class Property>
    requires boost::asio::can_prefer<const boost::asio::any_io_executor&, Property>::value
  [[nodiscard]] LoadExecutor prefer(const Property& property) const {
    return {boost::asio::prefer(inner_, property), steps_};
  }
  template <class Function>
  void execute(Function&& function) const {
    inner_.execute([steps = steps_, function = std::forward<Function>(function)]() mutable {
      steps->take([&function] { std::move(function)(); });
    });
  }

  friend bool operator==(const LoadExecutor&, const LoadExecutor&) noexcept = default;

 private:
  boost::asio::any_io_executor inner_;
  std::shared_ptr<LoadSteps> steps_;
};

/// Runs the coroutine that `make` gives, and says how it ended.
template <class T, class Make>
boost::asio::awaitable<void> fly(Make make, std::shared_ptr<Landing> landing) {
  std::exception_ptr error;
  try {
    auto loaded = co_await make();
    const auto give = [&loaded] { return std::move(loaded); };
    landing->arrived(run_loader<T>(give, nullptr));
  } catch (...) {
    error = std::current_exception();
  }
  if (!error) co_return;
  const auto state = co_await boost::asio::this_coro::cancellation_state;
  if (state.cancelled() != boost::asio::cancellation_type::none) {
    landing->cancelled();
  } else {
    landing->failed(error);
  }
}

/// A loader that runs the coroutines of `make`, one for each load, on a strand of `executor`.
template <class T, class Make>
[[nodiscard]] OwnedLoader coroutine_loader(const boost::asio::any_io_executor& executor, Make make) {
  return {nullptr, [executor, make = std::move(make)](std::shared_ptr<Landing> landing) {
            const auto strand = boost::asio::make_strand(executor);
            const auto cancellation = std::make_shared<boost::asio::cancellation_signal>();
            landing->on_cancel([strand, cancellation] {
              boost::asio::post(strand,
                                [cancellation] { cancellation->emit(boost::asio::cancellation_type::terminal); });
            });
            boost::asio::co_spawn(
                LoadExecutor(strand, landing->steps()), fly<T>(make, landing),
                boost::asio::bind_cancellation_slot(cancellation->slot(), [cancellation](std::exception_ptr) {}));
          }};
}

template <class Loader>
concept CoroutineLoader = requires(Loader& load) { load().await_ready(); };

template <class T, class Loader>
[[nodiscard]] OwnedLoader owned_loader(const boost::asio::any_io_executor& executor, Loader load) {
  if constexpr (CoroutineLoader<Loader>) {
    return coroutine_loader<T>(executor, std::move(load));
  } else {
    return {entry_maker<T>(std::move(load))};
  }
}

/// Calls a handler with what it was waiting for, where it wants to be called.
template <class Handler, class... Results>
class Delivery {
 public:
  explicit Delivery(Handler&& to, Results... what) : handler(std::move(to)), results_(std::move(what)...) {}

  void operator()() {
    auto slot = boost::asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected()) slot.clear();
    std::apply([this](Results&... each) { std::move(handler)(std::move(each)...); }, results_);
  }

  Handler handler;

 private:
  std::tuple<Results...> results_;
};

/// The completion of a read for a handler. Keeps the executors of the handler busy while it waits.
template <class T, class Handler>
class HandlerCompletion final : public Completion {
 public:
  HandlerCompletion(Handler handler, const boost::asio::any_io_executor& executor)
      : executor_(boost::asio::prefer(boost::asio::get_associated_executor(handler, executor),
                                      boost::asio::execution::outstanding_work.tracked)),
        handler_(std::move(handler)) {}

  void complete(std::exception_ptr error, std::optional<Outcome> outcome) override {
    if (!error && !outcome) {
      error = std::make_exception_ptr(boost::system::system_error(boost::asio::error::operation_aborted));
    }
    deliver(executor_, std::move(handler_), std::move(error), std::move(outcome));
  }

  template <class Executor>
  static void deliver(const Executor& executor, Handler&& handler, std::exception_ptr error,
                      std::optional<Outcome> outcome) {
    boost::asio::post(executor,
                      Delivery<Handler, std::exception_ptr, Handle<T>>(
                          std::move(handler), std::move(error), Handle<T>(outcome ? *std::move(outcome) : Outcome{})));
  }

 private:
  using Tracked = std::decay_t<decltype(boost::asio::prefer(
      std::declval<boost::asio::associated_executor_t<Handler, boost::asio::any_io_executor>>(),
      boost::asio::execution::outstanding_work.tracked))>;
  Tracked executor_;
  Handler handler_;
};

/// Starts a read for a handler. A read that need not wait allocates nothing but what the handler's allocator gives.
template <class T, class Handler>
void read_for(Handler handler, Primitives& cache, const boost::asio::any_io_executor& executor, const ReadCall& call) {
  using Completes = HandlerCompletion<T, Handler>;
  if (auto outcome = cache.read_now(call)) {
    Completes::deliver(boost::asio::get_associated_executor(handler, executor), std::move(handler), nullptr,
                       std::move(outcome));
    return;
  }
  auto slot = boost::asio::get_associated_cancellation_slot(handler);
  const auto pending = cache.read_later(call, std::make_unique<Completes>(std::move(handler), executor));
  if (slot.is_connected()) {
    slot.assign([weak = std::weak_ptr<Pending>(pending)](boost::asio::cancellation_type) {
      if (const auto alive = weak.lock()) alive->cancel();
    });
  }
  pending->begin();
}

/// What a handler is called with that waits for a Result.
template <class Result>
struct Performed {
  using Signature = void(std::exception_ptr, Result);
};
template <>
struct Performed<void> {
  using Signature = void(std::exception_ptr);
};

/// Work, and the handler that is called with its result.
template <class Result, class Work, class Handler>
class Errand {
 public:
  Errand(Work work, Handler handler, const boost::asio::any_io_executor& executor)
      : executor_(boost::asio::prefer(boost::asio::get_associated_executor(handler, executor),
                                      boost::asio::execution::outstanding_work.tracked)),
        work_(std::move(work)),
        handler_(std::move(handler)) {}

  void run() {
    std::exception_ptr error;
    if constexpr (std::is_void_v<Result>) {
      try {
        work_();
      } catch (...) {
        error = std::current_exception();
      }
      deliver(std::move(error));
    } else {
      Result result{};
      try {
        result = work_();
      } catch (...) {
        error = std::current_exception();
      }
      deliver(std::move(error), std::move(result));
    }
  }

 private:
  template <class... Results>
  void deliver(Results... results) {
    boost::asio::post(executor_, Delivery<Handler, Results...>(std::move(handler_), std::move(results)...));
  }

  using Tracked = std::decay_t<decltype(boost::asio::prefer(
      std::declval<boost::asio::associated_executor_t<Handler, boost::asio::any_io_executor>>(),
      boost::asio::execution::outstanding_work.tracked))>;
  Tracked executor_;
  Work work_;
  Handler handler_;
};

/// Does `work` where it blocks no thread of the caller, then calls the handler of `token`.
template <class Result, class Work, class Token>
auto perform(Primitives& cache, const boost::asio::any_io_executor& executor, Work work, Token& token) {
  return boost::asio::async_initiate<Token, typename Performed<Result>::Signature>(
      [&cache, executor](auto handler, Work its_work) {
        using Runs = Errand<Result, Work, decltype(handler)>;
        const auto errand = std::make_shared<Runs>(std::move(its_work), std::move(handler), executor);
        cache.run_unblocked([errand] { errand->run(); });
      },
      token, std::move(work));
}

}  // namespace tagcache::detail

/// A delivery is called where its handler wants to be, and allocates with the handler's allocator.
template <template <class, class> class Associator, class Handler, class... Results, class Default>
struct boost::asio::associator<Associator, tagcache::detail::Delivery<Handler, Results...>, Default>
    : Associator<Handler, Default> {
  static auto get(const tagcache::detail::Delivery<Handler, Results...>& delivery) noexcept {
    return Associator<Handler, Default>::get(delivery.handler);
  }
  static auto get(const tagcache::detail::Delivery<Handler, Results...>& delivery, const Default& other) noexcept {
    return Associator<Handler, Default>::get(delivery.handler, other);
  }
};

namespace tagcache {

/// The asynchronous form of Primitives: each call takes a completion token of Boost.Asio (a callback, use_future,
/// use_awaitable, ...), blocks no thread, and shares entries and flights with the blocking calls. What each does and
/// promises is said there.
///
/// Handlers are called on their associated executor, else on the one given here, and never inside of the call. A
/// cancellation slot of the handler is honoured: the caller is let go with operation_aborted, while a load goes on for
/// others who share it; it is cancelled when it has none. When the cache ends first, the caller gets operation_aborted
/// too.
///
/// Thread-safe. The cache must outlive this object; loaders, and what they use, must live until they have ended, which
/// Primitives::shutdown tells.
class AsyncPrimitives {
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
    return boost::asio::async_initiate<Token, void(std::exception_ptr, Handle<T>)>(
        [cache = cache_, executor = executor_](auto handler, const std::string& its_key, const TagSet& its_tags,
                                               Loader its_load, const QueryOptions& its_options) {
          const auto parts = tagcache::key(std::string_view(its_key));
          const auto all_tags = [&its_tags] { return its_tags; };
          const auto none = [](const detail::EntryPointer&) { return detail::LoadResult(); };
          const auto own = [&] { return detail::owned_loader<T>(executor, std::move(its_load)); };
          detail::Encoder encoder = nullptr;
          if constexpr (Encodable<T>) encoder = &detail::encode_value<T>;
          const KeyView view = cache->key_view({}, detail::hash_name({}), parts);
          detail::ReadCall call{view, detail::value_type<T>, all_tags, none, own, its_options, encoder};
          call.asynchronous = detail::CoroutineLoader<Loader>;
          detail::read_for<T>(std::move(handler), *cache, executor, call);
        },
        token, std::move(key), std::move(tags), std::move(load), std::move(options));
  }

  /// As Primitives::get. Completes with (std::exception_ptr, std::optional<Handle<T>>).
  template <class T, class Token>
  auto async_get(std::string key, Accept accept, Token&& token) {
    return perform<std::optional<Handle<T>>>(
        [cache = cache_, key = std::move(key), accept] { return cache->get<T>(key, accept); }, token);
  }

  /// As Primitives::set. Completes with (std::exception_ptr).
  template <class T, class Token>
  auto async_set(std::string key, T value, TagSet tags, QueryOptions options, Token&& token) {
    return perform<void>(
        [cache = cache_, key = std::move(key), value = std::move(value), tags = std::move(tags),
         options = std::move(options)]() mutable { cache->set<T>(key, std::move(value), std::move(tags), options); },
        token);
  }

  /// As Primitives::del. Completes with (std::exception_ptr).
  template <class Token>
  auto async_del(std::string key, Token&& token) {
    return perform<void>([cache = cache_, key = std::move(key)] { cache->del(key); }, token);
  }

  /// As Primitives::invalidate. Completes with (std::exception_ptr); from then on it holds what is said there.
  template <class Token>
  auto async_invalidate(std::vector<Invalidation> invalidations, Token&& token) {
    return perform<void>(
        [cache = cache_, invalidations = std::move(invalidations)] { cache->invalidate(invalidations); }, token);
  }

  /// As Primitives::clear. Completes with (std::exception_ptr).
  template <class Token>
  auto async_clear(Token&& token) {
    return perform<void>([cache = cache_] { cache->clear(); }, token);
  }

 private:
  template <class Result, class Work, class Token>
  auto perform(Work work, Token& token) {
    return detail::perform<Result>(*cache_, executor_, std::move(work), token);
  }

  Primitives* cache_;
  boost::asio::any_io_executor executor_;
};

}  // namespace tagcache
