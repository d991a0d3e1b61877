#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/testing/recording_store.hpp>
#include <vector>

#include "async_world.hpp"
#include "catch.hpp"
#include "far_store.hpp"

namespace asio = boost::asio;

// What asynchronous calls that are no reads do in the background, when the cache ends before they are done.
namespace {

struct Far : AsyncWorld {
  std::shared_ptr<FarStore> far = std::make_shared<FarStore>();
  /// On the heap, where AddressSanitizer sees who touches it after its end.
  std::unique_ptr<tagcache::Primitives> here = std::make_unique<tagcache::Primitives>(far, options());
  tagcache::AsyncPrimitives async_here{*here, io.get_executor()};
  tagcache::Primitives twin{far, options()};
  std::exception_ptr error;
  int calls = 0;

  auto handler() {
    return [this](std::exception_ptr failure) {
      ++calls;
      error = std::move(failure);
    };
  }
  [[nodiscard]] bool is_aborted() const {
    try {
      if (error) std::rethrow_exception(error);
    } catch (const boost::system::system_error& failure) {
      return failure.code() == boost::asio::error::operation_aborted;
    }
    return false;
  }
};

/// A value that does something when it is moved, which is where it is stored.
struct Moving {
  explicit Moving(std::function<void()>* its_action) : action(its_action) {}
  Moving(Moving&& other) noexcept : action(other.action) {
    if (const auto now = std::exchange(*action, nullptr)) now();
  }
  Moving(const Moving& other) = default;
  Moving& operator=(const Moving&) = default;
  std::function<void()>* action;
};

}  // namespace

TEST_CASE("async: work that has begun outlives the cache that a shutdown gave up on") {
  Far world;
  std::function<void()> end;
  world.async_here.async_set<Moving>("k", Moving(&end), tags, {}, world.handler());
  end = [&world] {
    CHECK(world.here->shutdown(0ms).dropped == 0);
    world.here.reset();
  };
  world.run();
  CHECK_FALSE(world.here);
  CHECK(world.calls == 1);
  CHECK_FALSE(world.error);
  CHECK(world.twin.has<Moving>("k"));
}

TEST_CASE("async: an invalidation that a shutdown drops is told to the store, and its caller is let go") {
  Far world;
  world.twin.set("k", 1, tags);
  world.far->is_down = GENERATE(true, false);
  world.async_here.async_invalidate({{path("t")}}, world.handler());
  CHECK(world.twin.has<int>("k"));
  CHECK(world.here->shutdown(0ms).dropped == 1);
  world.io.poll();
  CHECK(world.calls == 1);
  CHECK(world.is_aborted());
  CHECK(world.here->stats().undelivered == (world.far->is_down ? 1 : 0));
  CHECK_FALSE(world.twin.has<int>("k"));
}

TEST_CASE("async: an invalidation that the end of the cache drops is told to the store by the next that uses it") {
  Far world;
  world.twin.set("k", 1, tags);
  world.async_here.async_invalidate({{path("t")}}, world.handler());
  world.here.reset();
  world.io.poll();
  CHECK(world.calls == 1);
  CHECK(world.is_aborted());
  CHECK(world.twin.stats().undelivered == 1);
  CHECK_FALSE(world.twin.has<int>("k"));
  world.executor->advance(100ms);
  world.run();
  CHECK(world.twin.stats().undelivered == 0);
  CHECK(world.calls == 1);
}

TEST_CASE("async: whatever is dropped lets its caller go") {
  Far world;
  std::optional<bool> has;
  world.async_here.async_has<int>("k", tagcache::Accept::in_grace, [&](std::exception_ptr error, bool result) {
    world.error = std::move(error);
    has = result;
  });
  CHECK(world.here->shutdown(0ms).dropped == 1);
  world.io.poll();
  CHECK(world.is_aborted());
  CHECK(has == false);
}

TEST_CASE("async: an invalidation that was told is not remembered") {
  Far world;
  world.twin.set("k", 1, tags);
  const bool refuses = GENERATE(true, false);
  world.executor->refuse(refuses);
  world.async_here.async_invalidate({{path("t")}}, world.handler());
  world.run();
  CHECK(world.calls == 1);
  CHECK_FALSE(world.error);
  CHECK(world.here->stats().undelivered == 0);
  CHECK_FALSE(world.twin.has<int>("k"));
}

TEST_CASE("async: a reader whose load a shutdown drops is told so at once") {
  AsyncWorld world;
  Answer<int> answer;
  world.async.async_query<int>("k", tags, [] { return 1; }, {}, answer.callback());
  CHECK(world.cache.shutdown(0ms).dropped == 1);
  world.io.poll();
  CHECK(answer.calls == 1);
  CHECK(answer.text().find("no thread took the load of tagcache:\"k\"") != std::string::npos);
}

TEST_CASE("async: who is cancelled before a far store has answered is let go, and what was asked for is done") {
  Far world;
  asio::cancellation_signal signal;
  world.async_here.async_set<int>("k", 1, tags, {}, asio::bind_cancellation_slot(signal.slot(), world.handler()));
  signal.emit(asio::cancellation_type::terminal);
  world.io.poll();
  CHECK(world.calls == 1);
  CHECK(world.is_aborted());
  CHECK_FALSE(world.twin.has<int>("k"));
  world.run();
  CHECK(world.calls == 1);
  CHECK(world.twin.has<int>("k"));

  // Too late: it has its answer.
  world.async_here.async_invalidate({tagcache::Invalidation{path("t")}},
                                    asio::bind_cancellation_slot(signal.slot(), world.handler()));
  world.executor->run_all();
  signal.emit(asio::cancellation_type::terminal);
  world.run();
  CHECK(world.calls == 2);
  CHECK_FALSE(world.error);
  CHECK_FALSE(world.twin.has<int>("k"));
}

TEST_CASE("async: no call waits for a far store in the caller's thread") {
  Far world;
  const auto store = std::make_shared<tagcache::testing::RecordingStore>(world.far);
  tagcache::Primitives cache(store, world.options());
  tagcache::AsyncPrimitives async(cache, world.io.get_executor());
  const tagcache::QueryOptions options{.ttl = 1h};
  const std::vector<std::string> several{"a", "b"};
  const auto load = [] { return 1; };
  const auto coroutine = []() -> asio::awaitable<int> { co_return 1; };
  const auto load_many = [](std::span<const std::string> missing) { return std::vector<int>(missing.size(), 1); };
  const auto tags_of = [](std::string_view) { return tags; };
  int answers = 0;
  const auto answered = [&answers](const std::exception_ptr& error, const auto&...) { answers += error ? 0 : 1; };
  async.async_query<int>("k", tags, load, options, answered);
  async.async_query<int>("coroutine", tags, coroutine, options, answered);
  async.async_query<int>(tagcache::force_refresh, "k", tags, load, options, answered);
  async.async_query<int>(tagcache::if_present, "k", tags, options, answered);
  async.async_query_many<int>(several, tags_of, load_many, options, answered);
  async.async_query_many<int>(tagcache::force_refresh, several, tags_of, load_many, options, answered);
  async.async_query_many<int>(tagcache::if_present, several, tags_of, options, answered);
  async.async_get<int>("k", tagcache::Accept::fresh, answered);
  async.async_get_many<int>(several, tagcache::Accept::fresh, answered);
  async.async_has<int>("k", tagcache::Accept::fresh, answered);
  async.async_set<int>("k", 2, tags, options, answered);
  async.async_del("k", answered);
  async.async_expire("k", answered);
  async.async_expire(path("t"), tagcache::Reach::prefix, answered);
  async.async_invalidate({tagcache::Invalidation{path("t")}}, answered);
  async.async_clear(answered);
  world.io.poll();
  CHECK(store->calls().empty());
  CHECK(answers == 0);
  world.run();
  CHECK(answers == 16);
}
