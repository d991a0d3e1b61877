#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/associator.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <memory>
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

/// A handler that waits, and keeps its executors busy meanwhile.
template <class Handler>
class Waiting {
 public:
  Waiting(Handler handler, const boost::asio::any_io_executor& executor)
      : executor_(boost::asio::prefer(boost::asio::get_associated_executor(handler, executor),
                                      boost::asio::execution::outstanding_work.tracked)),
        handler_(std::move(handler)) {}

  /// To be called once.
  template <class... Results>
  void deliver(Results... results) {
    boost::asio::post(executor_, Delivery<Handler, Results...>(std::move(handler_), std::move(results)...));
  }

 private:
  using Tracked = std::decay_t<decltype(boost::asio::prefer(
      std::declval<boost::asio::associated_executor_t<Handler, boost::asio::any_io_executor>>(),
      boost::asio::execution::outstanding_work.tracked))>;
  Tracked executor_;
  Handler handler_;
};

[[nodiscard]] inline std::exception_ptr aborted() {
  return std::make_exception_ptr(boost::system::system_error(boost::asio::error::operation_aborted));
}

/// From now on `slot` cancels `pending`, as long as there is one.
template <class Slot, class Pending>
void cancelled_by(Slot slot, const std::shared_ptr<Pending>& pending) {
  if (!slot.is_connected()) return;
  slot.assign([weak = std::weak_ptr<Pending>(pending)](boost::asio::cancellation_type) {
    if (const auto alive = weak.lock()) alive->cancel();
  });
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
