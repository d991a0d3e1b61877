#include <functional>
#include <memory>
#include <optional>

#include "async_world.hpp"
#include "catch.hpp"
#include "far_store.hpp"

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
