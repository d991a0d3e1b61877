#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <tagcache/asio.hpp>

#include "world.hpp"

/// A World whose asynchronous callers run when a test says so, in its thread.
struct AsyncWorld : World {
  boost::asio::io_context io;
  tagcache::AsyncPrimitives async{cache, io.get_executor()};

  /// Runs all that can run now, callers and background work.
  void run() {
    do {
      io.restart();
      io.poll();
    } while (executor->run_all() > 0);
    io.restart();
    io.poll();
  }
};

/// What a callback was called with.
template <class T>
struct Answer {
  std::exception_ptr error;
  std::optional<tagcache::Handle<T>> handle;
  int calls = 0;

  auto callback() {
    return [this](std::exception_ptr failure, tagcache::Handle<T> result) {
      ++calls;
      error = std::move(failure);
      if (!error) handle = std::move(result);
    };
  }
  [[nodiscard]] std::string text() const {
    try {
      if (error) std::rethrow_exception(error);
    } catch (const std::exception& failure) {
      return failure.what();
    }
    return calls == 0 ? "not called" : "no error";
  }
};

/// A door that coroutines wait at until it is opened.
class Door {
 public:
  explicit Door(boost::asio::io_context& io) : timer_(io, boost::asio::steady_timer::time_point::max()) {}
  [[nodiscard]] boost::asio::awaitable<void> pass() {
    if (open_) co_return;
    ++waiting_;
    co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    const auto state = co_await boost::asio::this_coro::cancellation_state;
    if (state.cancelled() != boost::asio::cancellation_type::none) {
      throw boost::system::system_error(boost::asio::error::operation_aborted);
    }
  }
  void open() {
    open_ = true;
    timer_.cancel();
  }
  [[nodiscard]] int waiting() const { return waiting_; }

 private:
  boost::asio::steady_timer timer_;
  bool open_ = false;
  int waiting_ = 0;
};

inline const tagcache::TagSet tags{path("t")};
inline const tagcache::QueryOptions in_grace{.ttl = 1s, .grace = 1h};

/// Loads by a coroutine that waits at a door.
inline auto behind(Door& door, Counter counter) {
  return [&door, counter]() -> boost::asio::awaitable<int> {
    const int number = counter();
    co_await door.pass();
    co_return number;
  };
}
