#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <string>
#include <tagcache/asio.hpp>
#include <tagcache/memory.hpp>

#include "catch.hpp"

namespace asio = boost::asio;

namespace {

asio::awaitable<std::string> fetch_greeting(std::string name) { co_return "Hello, " + name; }

asio::awaitable<std::string> greeting(tagcache::AsyncPrimitives& cache, std::string name) {
  const std::string key = "greeting/" + name;
  const tagcache::TagSet tags{tagcache::Tag("greetings", tagcache::wild(name))};
  const auto load = [name] { return fetch_greeting(name); };
  const auto handle = co_await cache.async_query<std::string>(key, tags, load, {}, asio::use_awaitable);
  co_return *handle;
}

}  // namespace

TEST_CASE("async: the page's example") {
  asio::io_context io;
  tagcache::Primitives blocking(tagcache::memory());
  tagcache::AsyncPrimitives cache(blocking, io.get_executor());
  auto ann = asio::co_spawn(io, greeting(cache, "Ann"), asio::use_future);
  io.run();
  CHECK(ann.get() == "Hello, Ann");
}
