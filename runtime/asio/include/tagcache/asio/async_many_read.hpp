#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <cstddef>
#include <exception>
#include <optional>
#include <span>
#include <tagcache/asio/errand.hpp>
#include <tagcache/asio/read_for.hpp>
#include <tagcache/handle.hpp>
#include <tagcache/key.hpp>
#include <tagcache/primitives.hpp>
#include <type_traits>
#include <utility>
#include <vector>

/// As async_read.hpp, for methods that read several values.
namespace tagcache::detail {

/// A read of several Ts whose handler is not known here. Used once, before the call that brought it returns.
template <class T>
class AsyncManyRead {
 public:
  AsyncManyRead(const AsyncManyRead&) = delete;
  AsyncManyRead& operator=(const AsyncManyRead&) = delete;
  virtual void begin(Primitives& cache, const ManyCall& call) = 0;

 protected:
  AsyncManyRead() = default;
  ~AsyncManyRead() = default;
};

template <class T, class Handler>
class ManyReadFor final : public AsyncManyRead<T> {
 public:
  ManyReadFor(Handler&& handler, const boost::asio::any_io_executor& executor)
      : handler_(std::move(handler)), executor_(executor) {}

  void begin(Primitives& cache, const ManyCall& call) override {
    read_many_for<T>(std::move(handler_), cache, executor_, call);
  }

 private:
  Handler handler_;
  const boost::asio::any_io_executor& executor_;
};

/// What is present for such a read, asked where that blocks no thread of the caller.
template <class T, class Handler>
class ManyLookFor final : public AsyncManyRead<T> {
 public:
  ManyLookFor(Handler&& handler, const boost::asio::any_io_executor& executor)
      : handler_(std::move(handler)), executor_(executor) {}

  void begin(Primitives& cache, const ManyCall& call) override {
    std::vector<Key> keys;
    std::vector<TagSet> tags;
    for (std::size_t place = 0; place < call.keys.size(); ++place) {
      keys.emplace_back(call.keys[place]);
      tags.push_back(call.tags(place));
    }
    auto look = [keys = std::move(keys), tags = std::move(tags), options = call.options, codec = call.codec,
                 query = call.manner.query](Primitives& in) {
      std::vector<KeyView> views;
      for (const Key& key : keys) views.push_back(key.view());
      const auto tags_at = [&tags](std::size_t place) { return tags[place]; };
      std::vector<std::optional<Handle<T>>> handles;
      in.present_many({views, value_type<T>, tags_at, options, codec, query}, adder_to(handles));
      return handles;
    };
    begin_errand<std::vector<std::optional<Handle<T>>>>(cache, executor_, std::move(look), std::move(handler_));
  }

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

/// The same for tagcache::if_present.
template <class Cache, class T, class... Parameters, class Token>
auto async_look_many(Cache& cache, void (Cache::*start)(AsyncManyRead<T>&, Parameters...), Token& token,
                     const std::remove_cvref_t<Parameters>&... arguments) {
  return boost::asio::async_initiate<Token, void(std::exception_ptr, std::vector<std::optional<Handle<T>>>)>(
      [&cache, start](auto handler, const auto&... its_arguments) {
        ManyLookFor<T, decltype(handler)> look(std::move(handler), cache.get_executor());
        (cache.*start)(look, its_arguments...);
      },
      token, kept(arguments)...);
}

}  // namespace tagcache::detail
