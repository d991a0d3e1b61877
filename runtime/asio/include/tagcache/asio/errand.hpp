#pragma once

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <exception>
#include <memory>
#include <span>
#include <tagcache/asio/delivery.hpp>
#include <tagcache/primitives.hpp>
#include <type_traits>
#include <utility>
#include <vector>

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

/// Work, and the handler that is called with its result, or with operation_aborted when the work is dropped. Who is
/// cancelled is let go at once; the work is done all the same.
template <class Result, class Work, class Handler>
class Errand {
 public:
  Errand(Work work, Handler handler, const boost::asio::any_io_executor& executor)
      : work_(std::move(work)), waiting_(std::move(handler), executor) {}
  ~Errand() { fail(aborted()); }
  Errand(const Errand&) = delete;
  Errand& operator=(const Errand&) = delete;

  void run(Primitives& cache) noexcept {
    try {
      if constexpr (std::is_void_v<Result>) {
        work_(cache);
        deliver(std::exception_ptr());
      } else {
        deliver(std::exception_ptr(), Result(work_(cache)));
      }
    } catch (...) {
      fail(std::current_exception());
    }
  }

  void cancel() noexcept { fail(aborted()); }

  void fail(std::exception_ptr error) noexcept {
    try {
      if constexpr (std::is_void_v<Result>) {
        deliver(std::move(error));
      } else {
        deliver(std::move(error), Result());
      }
    } catch (...) {  // NOLINT(bugprone-empty-catch): an executor that takes nothing can call nobody
    }
  }

 private:
  template <class... Results>
  void deliver(Results... results) {
    if (!delivered_.exchange(true)) waiting_.deliver(std::move(results)...);
  }

  Work work_;
  Waiting<Handler> waiting_;
  std::atomic<bool> delivered_ = false;
};

/// Does `work`, a function of the cache, where it blocks no thread of the caller, then calls `handler`. `meant` is what
/// it will tell the store.
template <class Result, class Work, class Handler>
void begin_errand(Primitives& cache, const boost::asio::any_io_executor& executor, Work work, Handler handler,
                  std::span<const Invalidation> meant = {}) {
  const auto slot = boost::asio::get_associated_cancellation_slot(handler);
  const auto errand = std::make_shared<Errand<Result, Work, Handler>>(std::move(work), std::move(handler), executor);
  cancelled_by(slot, errand);
  try {
    cache.run_unblocked([errand](Primitives& its_cache) { errand->run(its_cache); }, meant);
  } catch (...) {
    errand->fail(std::current_exception());
  }
}

/// The same for the handler of `token`.
template <class Result, class Work, class Token>
auto perform(Primitives& cache, const boost::asio::any_io_executor& executor, Work work, Token& token,
             std::vector<Invalidation> meant) {
  return boost::asio::async_initiate<Token, typename Performed<Result>::Signature>(
      [&cache, executor, meant = std::move(meant)](auto handler, Work its_work) {
        begin_errand<Result>(cache, executor, std::move(its_work), std::move(handler), meant);
      },
      token, std::move(work));
}

}  // namespace tagcache::detail
