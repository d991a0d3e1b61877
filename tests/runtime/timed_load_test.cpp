#include <functional>
#include <future>
#include <latch>
#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Status;

namespace {

constexpr tagcache::QueryOptions hard{.ttl = 1min, .grace = 1h, .hard_timeout = 200ms};
const tagcache::TagSet tags{path("t")};

struct RefusingExecutor : tagcache::Executor {
  bool post(std::function<void()>) override { return false; }
  bool post_after(tagcache::Duration, std::function<void()>) override { return false; }
};

/// Accepts tasks, and lets go of them when it is told to.
class ForgetfulExecutor : public tagcache::Executor {
 public:
  bool post(std::function<void()> task) override {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    return true;
  }
  bool post_after(tagcache::Duration, std::function<void()>) override { return false; }
  void forget() {
    std::vector<std::function<void()>> forgotten;
    const std::lock_guard lock(mutex_);
    forgotten.swap(tasks_);
  }

 private:
  std::mutex mutex_;
  std::vector<std::function<void()>> tasks_;
};

/// A value that cannot be encoded when it is asked to be.
struct Stubborn {
  int number = 0;
};

}  // namespace

template <>
struct tagcache::Codec<Stubborn> {
  static constexpr std::uint64_t fingerprint = tagcache::fingerprint_of("Stubborn", 1);
  static void pack(Packer&, const Stubborn&) { throw std::runtime_error("not today"); }
  static bool unpack(Unpacker&, Stubborn&) { return false; }
};

TEST_CASE("timed loads: a loader that was handed over is run here when nobody takes it") {
  World world;
  auto options = world.options();
  options.executor = std::make_shared<RefusingExecutor>();
  tagcache::Primitives cache(world.store, options);
  std::string text = "a text that is too long to be kept inside of the string object itself";
  // A temporary loader: what it captures, and may change, can be moved out of it once only.
  CHECK(*cache.query<std::string>("key1", tags, [text] { return text; }, hard) == text);
  CHECK(*cache.query<std::string>("key1", tags, [] { return std::string(); }, hard) == text);
}

TEST_CASE("timed loads: a loader may read with a timeout though no other thread is free") {
  World world;
  auto options = world.options();
  options.executor = tagcache::background_threads({.threads = 1});
  tagcache::Primitives cache(world.store, options);
  const auto outer = cache.query<int>(
      "outer", tags, [&cache] { return *cache.query<int>("inner", tags, [] { return 20; }, hard) + 1; }, hard);
  CHECK(*outer == 21);
}

TEST_CASE("timed loads: who waits takes over what the executor has let go of") {
  World world;
  auto options = world.options();
  const auto executor = std::make_shared<ForgetfulExecutor>();
  options.executor = executor;
  tagcache::Primitives cache(world.store, options);
  const Counter load;
  auto reader = std::async(std::launch::async, [&] { return cache.query<int>("key1", tags, load, hard); });
  world.clock->await_waiters(1);
  executor->forget();
  const auto value = reader.get();  // the clock has stood still
  CHECK(*value == 1);
  CHECK(value.status() == Status::miss);
}

TEST_CASE("timed loads: what stands in for the leader is not served to who wants fresh data only") {
  World world;
  constexpr tagcache::QueryOptions with_grace{.ttl = 1min, .grace = 1h};
  constexpr tagcache::QueryOptions fresh_only{.ttl = 1min, .grace = 0ms};
  static_cast<void>(world.cache.query<int>("key1", tags, [] { return 1; }, with_grace));
  world.cache.invalidate(path("t"));
  std::latch begun(1);
  std::promise<void> go;
  auto leader = std::async(std::launch::async, [&] {
    return world.cache.query<int>(
        "key1", tags,
        [&]() -> int {
          begun.count_down();
          go.get_future().wait();
          throw std::runtime_error("no database");
        },
        with_grace);
  });
  begun.wait();
  auto joiner = std::async(std::launch::async,
                           [&] { return world.cache.query<int>("key1", tags, [] { return 2; }, fresh_only); });
  world.store->wait_for_joins(1);
  go.set_value();
  CHECK(leader.get().status() == Status::fallback);
  CHECK(*joiner.get() == 2);
}

TEST_CASE("timed loads: a codec that throws disturbs no load") {
  World world;
  constexpr tagcache::QueryOptions checked{.ttl = 1min, .verify = 1.0};
  int loads = 0;
  const auto load = [&loads] { return Stubborn{++loads}; };
  static_cast<void>(world.cache.query<Stubborn>("key1", tags, load, checked));
  CHECK(world.cache.query<Stubborn>("key1", tags, load, checked).status() == Status::hit);
  CHECK(world.executor->run_all() == 1);
  CHECK(loads == 2);
  CHECK(world.cache.query<Stubborn>("key1", tags, load, {.ttl = 1min, .verify = 0.0}).status() == Status::hit);
}

TEST_CASE("timed loads: what was cleared while a reader waited for its refresh is not served") {
  World world;
  auto options = world.options();
  options.executor = tagcache::background_threads({.threads = 1});
  tagcache::Primitives cache(world.store, options);
  const tagcache::QueryOptions soft{.ttl = 1s, .grace = 1h, .soft_timeout = 50ms};
  cache.set<int>("key1", -1, tags, soft);
  world.clock->advance(2s);
  std::promise<void> release;
  const auto slow = [released = release.get_future().share()] {
    released.wait();
    return 1;
  };
  auto reader = std::async(std::launch::async, [&] { return cache.query<int>("key1", tags, slow, soft); });
  world.clock->await_waiters(1);
  cache.clear();
  world.clock->advance(50ms);
  release.set_value();
  CHECK(reader.get().value() == 1);
}
