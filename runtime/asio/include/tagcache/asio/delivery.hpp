#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/associator.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <tagcache/primitives.hpp>
#include <tuple>
#include <type_traits>
#include <utility>

/// How handlers wait for a cache and are called.
namespace tagcache::detail {

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
  Glance glance;
  if (auto outcome = cache.read_now(call, glance)) {
    Completes::deliver(boost::asio::get_associated_executor(handler, executor), std::move(handler), nullptr,
                       std::move(outcome));
    return;
  }
  auto slot = boost::asio::get_associated_cancellation_slot(handler);
  const auto pending =
      cache.read_later(call, std::make_unique<Completes>(std::move(handler), executor), std::move(glance));
  if (slot.is_connected()) {
    slot.assign([weak = std::weak_ptr<Pending>(pending)](boost::asio::cancellation_type) {
      if (const auto alive = weak.lock()) alive->cancel();
    });
  }
  pending->begin();
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
