#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <concepts>
#include <exception>
#include <memory>
#include <optional>
#include <tagcache/asio/delivery.hpp>
#include <type_traits>
#include <utility>

/// How mutations of generated classes run, which are coroutines.
namespace tagcache::detail {

/// What a handler is called with beside an error: something must stand there when there is one.
template <class Result>
using Given = std::conditional_t<std::default_initializable<Result>, Result, std::optional<Result>>;

template <class Result>
struct Writing {
  using Signature = void(std::exception_ptr, Given<Result>);
};
template <>
struct Writing<void> {
  using Signature = void(std::exception_ptr);
};

/// The same, with something that stands for no result when a Result cannot.
template <class Result>
boost::asio::awaitable<Given<Result>> given(boost::asio::awaitable<Result> write) {
  co_return co_await std::move(write);
}

/// How a write ended.
template <class Result>
class Ended {
 public:
  boost::asio::awaitable<void> await(boost::asio::awaitable<Result> write) {
    try {
      if constexpr (std::is_void_v<Result>) {
        co_await std::move(write);
      } else {
        result_.emplace(co_await std::move(write));
      }
    } catch (...) {
      error_ = std::current_exception();
    }
  }

  [[nodiscard]] bool failed() const noexcept { return error_ != nullptr; }

  /// What it gave. Throws what it threw.
  [[nodiscard]] Result take() {
    if (error_) std::rethrow_exception(error_);
    if constexpr (!std::is_void_v<Result>) return *std::move(result_);
  }

 private:
  struct Nothing {};
  std::optional<std::conditional_t<std::is_void_v<Result>, Nothing, Result>> result_;
  std::exception_ptr error_;
};

/// Runs `write` on a strand of `executor`, then calls the handler where it wants to be. Cancellation reaches the
/// coroutine from any thread.
template <class Result, class Handler>
void run_write(const boost::asio::any_io_executor& executor, boost::asio::awaitable<Result> write, Handler handler) {
  const auto strand = boost::asio::make_strand(executor);
  const auto cancellation = std::make_shared<boost::asio::cancellation_signal>();
  if (auto slot = boost::asio::get_associated_cancellation_slot(handler); slot.is_connected()) {
    slot.assign([strand, cancellation](boost::asio::cancellation_type type) {
      boost::asio::post(strand, [cancellation, type] { cancellation->emit(type); });
    });
  }
  Waiting<Handler> waiting(std::move(handler), executor);
  auto ended = [cancellation, waiting = std::move(waiting)](std::exception_ptr error, auto... results) mutable {
    waiting.deliver(std::move(error), std::move(results)...);
  };
  const auto slot = cancellation->slot();
  if constexpr (std::is_void_v<Result> || std::default_initializable<Result>) {
    boost::asio::co_spawn(strand, std::move(write), boost::asio::bind_cancellation_slot(slot, std::move(ended)));
  } else {
    boost::asio::co_spawn(strand, given(std::move(write)), boost::asio::bind_cancellation_slot(slot, std::move(ended)));
  }
}

/// Runs the coroutine `write` of `cache` for the handler of `token`.
template <class Cache, class Result, class... Parameters, class Token>
auto async_write(Cache& cache, boost::asio::awaitable<Result> (Cache::*write)(Parameters...), Token& token,
                 const std::remove_cvref_t<Parameters>&... arguments) {
  return boost::asio::async_initiate<Token, typename Writing<Result>::Signature>(
      [&cache, write](auto handler, const std::remove_cvref_t<Parameters>&... its_arguments) {
        run_write(cache.get_executor(), (cache.*write)(its_arguments...), std::move(handler));
      },
      token, arguments...);
}

/// Runs `write` on a strand of `executor`, and waits for it in this thread.
template <class Result>
Result wait_for_write(const boost::asio::any_io_executor& executor, boost::asio::awaitable<Result> write) {
  const auto strand = boost::asio::make_strand(executor);
  if constexpr (std::is_void_v<Result> || std::default_initializable<Result>) {
    return boost::asio::co_spawn(strand, std::move(write), boost::asio::use_future).get();
  } else {
    return *boost::asio::co_spawn(strand, given(std::move(write)), boost::asio::use_future).get();
  }
}

}  // namespace tagcache::detail
