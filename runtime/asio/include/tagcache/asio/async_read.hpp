#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <tagcache/asio/errand.hpp>
#include <tagcache/asio/read_for.hpp>
#include <tagcache/handle.hpp>
#include <tagcache/primitives.hpp>
#include <type_traits>
#include <utility>

/// The seam between methods of generated classes that know the completion token and nothing of the query, and the
/// generated source file, which knows the query and nothing of the token.
namespace tagcache::detail {

/// A read of a T whose handler is not known here. Used once, before the call that brought it returns.
template <class T>
class AsyncRead {
 public:
  AsyncRead(const AsyncRead&) = delete;
  AsyncRead& operator=(const AsyncRead&) = delete;
  virtual void begin(Primitives& cache, const ReadCall& call) = 0;

 protected:
  AsyncRead() = default;
  ~AsyncRead() = default;
};

template <class T, class Handler>
class ReadFor final : public AsyncRead<T> {
 public:
  ReadFor(Handler&& handler, const boost::asio::any_io_executor& executor)
      : handler_(std::move(handler)), executor_(executor) {}

  void begin(Primitives& cache, const ReadCall& call) override {
    read_for<T>(std::move(handler_), cache, executor_, call);
  }

 private:
  Handler handler_;
  const boost::asio::any_io_executor& executor_;
};

/// What is present for such a read, asked where that blocks no thread of the caller.
template <class T, class Handler>
class LookFor final : public AsyncRead<T> {
 public:
  LookFor(Handler&& handler, const boost::asio::any_io_executor& executor)
      : handler_(std::move(handler)), executor_(executor) {}

  void begin(Primitives& cache, const ReadCall& call) override {
    const auto look = [key = std::make_shared<const Key>(call.key), tags = call.tags(), options = call.options,
                       codec = call.codec, query = call.query](Primitives& in) -> std::optional<Handle<T>> {
      const auto same_tags = [&tags] { return tags; };
      auto outcome = in.present({key->view(), value_type<T>, same_tags, options, codec, query});
      return outcome ? std::optional(Handle<T>(*std::move(outcome))) : std::nullopt;
    };
    begin_errand<std::optional<Handle<T>>>(cache, executor_, look, std::move(handler_));
  }

 private:
  Handler handler_;
  const boost::asio::any_io_executor& executor_;
};

/// Calls `start` of `cache` for the handler of `token`. The arguments are copied only when the token begins later than
/// in this call.
template <class Cache, class T, class... Parameters, class Token>
auto async_read(Cache& cache, void (Cache::*start)(AsyncRead<T>&, Parameters...), Token& token,
                const std::remove_cvref_t<Parameters>&... arguments) {
  return boost::asio::async_initiate<Token, void(std::exception_ptr, Handle<T>)>(
      [&cache, start](auto handler, const std::remove_cvref_t<Parameters>&... its_arguments) {
        ReadFor<T, decltype(handler)> read(std::move(handler), cache.get_executor());
        (cache.*start)(read, its_arguments...);
      },
      token, arguments...);
}

/// The same for tagcache::if_present.
template <class Cache, class T, class... Parameters, class Token>
auto async_look(Cache& cache, void (Cache::*start)(AsyncRead<T>&, Parameters...), Token& token,
                const std::remove_cvref_t<Parameters>&... arguments) {
  return boost::asio::async_initiate<Token, void(std::exception_ptr, std::optional<Handle<T>>)>(
      [&cache, start](auto handler, const std::remove_cvref_t<Parameters>&... its_arguments) {
        LookFor<T, decltype(handler)> look(std::move(handler), cache.get_executor());
        (cache.*start)(look, its_arguments...);
      },
      token, arguments...);
}

}  // namespace tagcache::detail
