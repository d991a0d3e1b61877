#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <exception>
#include <memory>
#include <span>
#include <tagcache/asio/async_many.hpp>
#include <tagcache/function_view.hpp>
#include <tagcache/handle.hpp>
#include <type_traits>
#include <utility>
#include <vector>

/// As async_read.hpp, for methods that read several values.
namespace tagcache::detail {

/// A read of several Ts whose handler is not known here. Used once, before the call that brought it returns.
template <class T>
class AsyncManyRead {
 public:
  using Make = FunctionView<std::shared_ptr<Pending>(std::unique_ptr<ManyCompletion>)>;

  AsyncManyRead(const AsyncManyRead&) = delete;
  AsyncManyRead& operator=(const AsyncManyRead&) = delete;
  /// `make` gives the read for a completion.
  virtual void begin(Make make) = 0;

 protected:
  AsyncManyRead() = default;
  ~AsyncManyRead() = default;
};

template <class T, class Handler>
class ManyReadFor final : public AsyncManyRead<T> {
 public:
  ManyReadFor(Handler&& handler, const boost::asio::any_io_executor& executor)
      : handler_(std::move(handler)), executor_(executor) {}

  void begin(typename AsyncManyRead<T>::Make make) override { read_many_for<T>(std::move(handler_), executor_, make); }

 private:
  Handler handler_;
  const boost::asio::any_io_executor& executor_;
};

/// What is kept of an argument until a token begins: of several values a copy.
template <class Argument>
[[nodiscard]] const Argument& kept(const Argument& argument) {
  return argument;
}
template <class Value>
[[nodiscard]] std::vector<std::remove_const_t<Value>> kept(std::span<Value> several) {
  return {several.begin(), several.end()};
}

/// Calls `start` of `cache` for the handler of `token`.
template <class Cache, class T, class... Parameters, class Token>
auto async_read_many(Cache& cache, void (Cache::*start)(AsyncManyRead<T>&, Parameters...), Token& token,
                     const std::remove_cvref_t<Parameters>&... arguments) {
  return boost::asio::async_initiate<Token, void(std::exception_ptr, std::vector<Handle<T>>)>(
      [&cache, start](auto handler, const auto&... its_arguments) {
        ManyReadFor<T, decltype(handler)> read(std::move(handler), cache.get_executor());
        (cache.*start)(read, its_arguments...);
      },
      token, kept(arguments)...);
}

}  // namespace tagcache::detail
