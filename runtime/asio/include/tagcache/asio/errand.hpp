#pragma once

#include <exception>
#include <memory>
#include <tagcache/asio/delivery.hpp>
#include <type_traits>
#include <utility>

/// What is not a read: work that is done where it blocks no thread of the caller.
namespace tagcache::detail {

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
