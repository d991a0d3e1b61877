#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <map>
#include <string>

#include "catch.hpp"
#include "users_cache.hpp"

namespace asio = boost::asio;

namespace {

struct Database : UserSource {
  asio::awaitable<std::string> get_name(int user) override {
    co_await asio::post(asio::use_awaitable);  // waits for an answer, and blocks no thread
    co_return names[user];
  }
  asio::awaitable<void> rename(int user, const std::string& name) override {
    co_await asio::post(asio::use_awaitable);
    names[user] = name;
  }

  std::map<int, std::string> names{{42, "Ann"}};
};

asio::awaitable<std::string> greet(UserCache& cache) {
  const auto before = co_await cache.async_get_name(42, asio::use_awaitable);
  co_await cache.async_rename(42, *before + "a", asio::use_awaitable);
  const auto after = co_await cache.async_get_name(42, asio::use_awaitable);
  co_return "Hello, " + *after;
}

}  // namespace

TEST_CASE("async: the page's generated class") {
  asio::io_context io;
  Database database;
  UserCache cache(database, io.get_executor());
  auto greeting = asio::co_spawn(io, greet(cache), asio::use_future);
  io.run();
  CHECK(greeting.get() == "Hello, Anna");
}
