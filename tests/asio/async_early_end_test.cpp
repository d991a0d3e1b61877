#include <functional>
#include <memory>
#include <utility>

#include "async_world.hpp"
#include "catch.hpp"
#include "far_store.hpp"

// Loads of a cache that has ended when the store answers, before their coroutine has taken its first step.
namespace {

/// Something happens while it is asked where a load begins.
struct SlowStore final : FarStore {
  tagcache::Begun begin(const tagcache::Request& request) override {
    if (const auto now = std::exchange(meanwhile, nullptr)) now();
    return FarStore::begin(request);
  }
  std::function<void()> meanwhile;
};

}  // namespace

TEST_CASE("async: a cache that ends while the store is asked takes nobody along, and loads nothing") {
  AsyncWorld world;
  const auto store = std::make_shared<SlowStore>();
  auto cache = std::make_unique<tagcache::Primitives>(store, world.options());
  tagcache::AsyncPrimitives async(*cache, world.io.get_executor());
  Counter counter;
  Answer<int> answer;
  const auto load = [counter]() -> boost::asio::awaitable<int> { co_return counter(); };
  async.async_query<int>("k", tags, load, {}, answer.callback());
  store->meanwhile = [&cache] {
    static_cast<void>(cache->shutdown(0ms));
    cache.reset();
  };
  CHECK_NOTHROW(world.run());
  CHECK_FALSE(cache);
  CHECK(answer.calls == 1);
  CHECK(answer.text().find("cancel") != std::string::npos);
  CHECK(*counter.loads == 0);
}
