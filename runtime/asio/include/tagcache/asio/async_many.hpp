#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/asio/delivery.hpp>
#include <tagcache/asio/errand.hpp>
#include <tagcache/primitives.hpp>
#include <utility>
#include <vector>

namespace tagcache {
namespace detail {

/// The completion of a read of several keys for a handler. Keeps the executors of the handler busy while it waits.
template <class T, class Handler>
class ManyHandlerCompletion final : public ManyCompletion {
 public:
  ManyHandlerCompletion(Handler handler, const boost::asio::any_io_executor& executor)
      : executor_(boost::asio::prefer(boost::asio::get_associated_executor(handler, executor),
                                      boost::asio::execution::outstanding_work.tracked)),
        handler_(std::move(handler)) {}

  void complete(std::exception_ptr error, std::optional<std::vector<Outcome>> outcomes) override {
    if (!error && !outcomes) {
      error = std::make_exception_ptr(boost::system::system_error(boost::asio::error::operation_aborted));
    }
    std::vector<Handle<T>> handles;
    if (outcomes) {
      for (Outcome& outcome : *outcomes) handles.emplace_back(std::move(outcome));
    }
    boost::asio::post(executor_, Delivery<Handler, std::exception_ptr, std::vector<Handle<T>>>(
                                     std::move(handler_), std::move(error), std::move(handles)));
  }

 private:
  using Tracked = std::decay_t<decltype(boost::asio::prefer(
      std::declval<boost::asio::associated_executor_t<Handler, boost::asio::any_io_executor>>(),
      boost::asio::execution::outstanding_work.tracked))>;
  Tracked executor_;
  Handler handler_;
};

/// Starts a read of several keys for a handler. `make` gives the read for a completion.
template <class T, class Handler, class Make>
void read_many_for(Handler handler, const boost::asio::any_io_executor& executor, const Make& make) {
  auto slot = boost::asio::get_associated_cancellation_slot(handler);
  const std::shared_ptr<Pending> pending =
      make(std::make_unique<ManyHandlerCompletion<T, Handler>>(std::move(handler), executor));
  if (slot.is_connected()) {
    slot.assign([weak = std::weak_ptr<Pending>(pending)](boost::asio::cancellation_type) {
      if (const auto alive = weak.lock()) alive->cancel();
    });
  }
  pending->begin();
}

}  // namespace detail

/// What AsyncPrimitives, which is `Self`, does with several keys at a time. What is said there of handlers and
/// cancellation holds here.
template <class Self>
class AsyncManyCalls {
 public:
  /// As ManyReads::query_many. `load` gives values, not an awaitable: it runs on the executor of the cache, where it
  /// may block, and must own what it uses, as `tags_of` need not. Completes with (std::exception_ptr,
  /// std::vector<Handle<T>>); the handles are there when the error is null. A caller that is cancelled is let go; what
  /// it has asked for is loaded, and kept, all the same.
  template <class T, class TagsOf, class Loader, class Token>
    requires detail::ManyLoaderOf<Loader, T, std::string>
  auto async_query_many(std::vector<std::string> keys, TagsOf tags_of, Loader load, QueryOptions options,
                        Token&& token) {
    if constexpr (!Encodable<T>) detail::refuse_to_verify(options);
    const Self& self = static_cast<const Self&>(*this);
    return boost::asio::async_initiate<Token, void(std::exception_ptr, std::vector<Handle<T>>)>(
        [&cache = self.blocking(), executor = self.get_executor()](
            auto handler, const std::vector<std::string>& its_keys, const TagsOf& its_tags_of, Loader its_load,
            const QueryOptions& its_options) {
          detail::read_many_for<T>(
              std::move(handler), executor, [&](std::unique_ptr<detail::ManyCompletion> completion) {
                return cache.template read_many_later<T>(
                    {}, detail::hash_name({}), std::span<const std::string>(its_keys),
                    [](const std::string& key) { return tagcache::key(std::string_view(key)); }, its_tags_of,
                    std::move(its_load), its_options, detail::encoder_of<T>(), detail::by_hand, std::move(completion));
              });
        },
        token, std::move(keys), std::move(tags_of), std::move(load), std::move(options));
  }

  /// As ManyReads::get_many. Completes with (std::exception_ptr, std::vector<std::optional<Handle<T>>>).
  template <class T, class Token>
  auto async_get_many(std::vector<std::string> keys, Accept accept, Token&& token) {
    const Self& self = static_cast<const Self&>(*this);
    return detail::perform<std::vector<std::optional<Handle<T>>>>(
        self.blocking(), self.get_executor(),
        [keys = std::move(keys), accept](Primitives& cache) { return cache.get_many<T>(keys, accept); }, token, {});
  }

 protected:
  AsyncManyCalls() = default;
  ~AsyncManyCalls() = default;
};

}  // namespace tagcache
