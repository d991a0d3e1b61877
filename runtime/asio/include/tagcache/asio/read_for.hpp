#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <tagcache/asio/delivery.hpp>
#include <tagcache/handle.hpp>
#include <tagcache/many_call.hpp>
#include <tagcache/primitives.hpp>
#include <tagcache/read_call.hpp>
#include <utility>
#include <vector>

/// How reads are begun for handlers.
namespace tagcache::detail {

/// How a read ends that is delivered as a Result.
template <class Result>
struct Delivered;
template <class T>
struct Delivered<Handle<T>> {
  using Ends = Outcome;
  [[nodiscard]] static Handle<T> from(std::optional<Ends> outcome) {
    return Handle<T>(outcome ? *std::move(outcome) : Outcome{});
  }
};
template <class T>
struct Delivered<std::vector<Handle<T>>> {
  using Ends = std::vector<Outcome>;
  [[nodiscard]] static std::vector<Handle<T>> from(std::optional<Ends> outcomes) {
    return handles_of<T>(outcomes ? *std::move(outcomes) : Ends());
  }
};

/// The completion of a read for a handler.
template <class Result, class Handler>
class HandlerCompletion final : public CompletionOf<typename Delivered<Result>::Ends> {
 public:
  HandlerCompletion(Handler handler, const boost::asio::any_io_executor& executor)
      : waiting_(std::move(handler), executor) {}

  void complete(std::exception_ptr error, std::optional<typename Delivered<Result>::Ends> outcome) override {
    if (!error && !outcome) error = aborted();
    std::optional<Result> result;
    try {
      result.emplace(Delivered<Result>::from(std::move(outcome)));
    } catch (...) {
      error = std::current_exception();
    }
    waiting_.deliver(std::move(error), result ? *std::move(result) : Delivered<Result>::from(std::nullopt));
  }

 private:
  Waiting<Handler> waiting_;
};

/// Begins what `make` gives for the completion of a read that is delivered to `handler` as a Result.
template <class Result, class Handler, class Make>
void begin_for(Handler handler, const boost::asio::any_io_executor& executor, const Make& make) {
  const auto slot = boost::asio::get_associated_cancellation_slot(handler);
  const std::shared_ptr<Pending> pending =
      make(std::make_unique<HandlerCompletion<Result, Handler>>(std::move(handler), executor));
  cancelled_by(slot, pending);
  pending->begin();
}

/// Starts a read for a handler. A read that need not wait allocates nothing but what the handler's allocator gives.
template <class T, class Handler>
void read_for(Handler handler, Primitives& cache, const boost::asio::any_io_executor& executor, const ReadCall& call) {
  Glance glance;
  if (auto outcome = cache.read_now(call, glance)) {
    const auto where = boost::asio::get_associated_executor(handler, executor);  // before the handler moves on
    boost::asio::post(where, Delivery<Handler, std::exception_ptr, Handle<T>>(std::move(handler), nullptr,
                                                                              Handle<T>(*std::move(outcome))));
    return;
  }
  begin_for<Handle<T>>(std::move(handler), executor, [&](std::unique_ptr<Completion> completion) {
    return cache.read_later(call, std::move(completion), std::move(glance));
  });
}

/// The same for several keys.
template <class T, class Handler>
void read_many_for(Handler handler, Primitives& cache, const boost::asio::any_io_executor& executor,
                   const ManyCall& call) {
  begin_for<std::vector<Handle<T>>>(std::move(handler), executor, [&](std::unique_ptr<ManyCompletion> completion) {
    return cache.read_many_later(call, std::move(completion));
  });
}

}  // namespace tagcache::detail
