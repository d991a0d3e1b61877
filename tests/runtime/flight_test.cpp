#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Handle;
using tagcache::Status;

namespace {

/// Callers in threads of their own.
class Callers {
 public:
  template <class Call>
  void add(Call call) {
    results_.push_back(std::async(std::launch::async, std::move(call)));
  }
  template <class Call>
  void add(std::size_t count, const Call& call) {
    for (std::size_t i = 0; i < count; ++i) add(call);
  }
  [[nodiscard]] std::vector<std::future<Handle<int>>>& results() { return results_; }

 private:
  std::vector<std::future<Handle<int>>> results_;
};

}  // namespace

TEST_CASE("callers of one key share one load", "[P-035][P-038][P-041][PX-15][S-055]") {
  World world;
  std::atomic<int> loads = 0;
  std::promise<void> begun;
  Callers callers;
  callers.add([&] {
    return world.cache.query<int>("key1", {path("t")}, [&] {
      ++loads;
      begun.set_value();
      world.store->wait_for_joins(9);
      return 5;
    });
  });
  begun.get_future().wait();
  callers.add(9, [&] { return world.cache.query<int>("key1", {path("t")}, [&] { return ++loads; }); });
  std::size_t joined = 0;
  for (auto& result : callers.results()) {
    const auto handle = result.get();
    CHECK(*handle == 5);
    CHECK_FALSE(handle.entries().before);
    CHECK(handle.entries().after.value() == 5);
    joined += handle.joined() ? 1 : 0;
  }
  CHECK(joined == 9);
  CHECK(loads == 1);
}

TEST_CASE("all callers get the entries of the leader", "[PX-15][P-091]") {
  World world;
  world.cache.set("key1", 1, {path("t")});
  world.cache.invalidate(path("t"));
  std::promise<void> begun;
  Callers callers;
  callers.add([&] {
    return world.cache.query<int>("key1", {path("t")}, [&] {
      begun.set_value();
      world.store->wait_for_joins(3);
      return 2;
    });
  });
  begun.get_future().wait();
  callers.add(3, [&] { return world.cache.query<int>("key1", {path("t")}, [] { return 3; }); });
  for (auto& result : callers.results()) {
    const auto handle = result.get();
    CHECK(handle.status() == Status::reloaded);
    CHECK(handle.entries().before->value() == 1);
    CHECK(handle.entries().after.value() == 2);
  }
}

TEST_CASE("when the leader fails, each caller gets that error once", "[P-038][P-037][PX-15]") {
  World world;
  std::atomic<int> loads = 0;
  std::promise<void> begun;
  Callers callers;
  callers.add([&] {
    return world.cache.query<int>("key1", {}, [&]() -> int {
      ++loads;
      begun.set_value();
      world.store->wait_for_joins(4);
      throw std::runtime_error("no database");
    });
  });
  begun.get_future().wait();
  callers.add(4, [&] { return world.cache.query<int>("key1", {}, [&] { return ++loads; }); });
  for (auto& result : callers.results()) CHECK_THROWS_WITH(result.get(), "no database");
  CHECK(loads == 1);
  CHECK(*world.cache.query<int>("key1", {}, [&] { return ++loads; }) == 2);
}

TEST_CASE("joined callers use the loader, tags and options of the leader", "[P-039]") {
  World world;
  std::promise<void> begun;
  Callers callers;
  callers.add([&] {
    return world.cache.query<int>("key1", {path("leader")},
                                  [&] {
                                    begun.set_value();
                                    world.store->wait_for_joins(1);
                                    return 1;
                                  },
                                  {.ttl = 1h});
  });
  begun.get_future().wait();
  callers.add([&] { return world.cache.query<int>("key1", {path("other")}, [] { return 2; }, {.ttl = 1ms}); });
  for (auto& result : callers.results()) {
    const auto entry = result.get().entries().after;
    CHECK(entry.tags() == tagcache::TagSet{path("leader")});
    CHECK(entry.expires_at() == tagcache::TimePoint(1h));
  }
}

TEST_CASE("a query that begins after an invalidation does not join a load from before", "[PX-37]") {
  World world;
  std::atomic<int> row = 1;
  std::promise<void> begun;
  std::promise<void> release;
  Callers callers;
  callers.add([&] {
    return world.cache.query<int>("key1", {path("t")}, [&] {
      const int read = row;
      begun.set_value();
      release.get_future().wait();
      return read;
    });
  });
  begun.get_future().wait();
  row = 2;
  SECTION("of its tag") { world.cache.invalidate(path("t")); }
  SECTION("of everything") { world.cache.clear(); }
  SECTION("by del") { world.cache.del("key1"); }
  const auto second = world.cache.query<int>("key1", {path("t")}, [&] { return row.load(); });
  CHECK(*second == 2);
  CHECK_FALSE(second.joined());
  release.set_value();
  CHECK(*callers.results().front().get() == 1);
  CHECK(**world.cache.get<int>("key1") == 2);
}

TEST_CASE("an invalidation of other tags keeps a flight joinable", "[PX-37]") {
  World world;
  std::promise<void> begun;
  Callers callers;
  callers.add([&] {
    return world.cache.query<int>("key1", {path("t")}, [&] {
      begun.set_value();
      world.store->wait_for_joins(1);
      return 1;
    });
  });
  begun.get_future().wait();
  world.cache.invalidate(path("other"));
  CHECK(world.cache.query<int>("key1", {path("t")}, [] { return 2; }).joined());
  CHECK(*callers.results().front().get() == 1);
}

TEST_CASE("a load of one key delays no other key, and loaders may query other keys", "[P-036][PX-13]") {
  World world;
  std::promise<void> begun;
  Callers callers;
  const auto load_a = [&] {
    begun.set_value();
    world.store->wait_for_joins(1);  // a second caller waits for this load
    return *world.cache.query<int>("B", {}, [] { return 2; }) + 1;
  };
  callers.add([&] { return world.cache.query<int>("A", {}, load_a); });
  begun.get_future().wait();
  CHECK(*world.cache.query<int>("C", {}, [] { return 3; }) == 3);
  callers.add([&] { return world.cache.query<int>("A", {}, [] { return 0; }); });
  for (auto& result : callers.results()) CHECK(*result.get() == 3);
}

TEST_CASE("a caller that found nothing, because another load was just about to end, does not load again", "[P-035]") {
  World world;
  tagcache::Primitives twin(world.store, world.options());
  world.store->after_next_find([&] { static_cast<void>(twin.query<int>("key1", {}, [] { return 1; })); });
  const Counter load;
  const auto late = world.cache.query<int>("key1", {}, load);
  CHECK(*late == 1);
  CHECK(late.status() == Status::hit);
  CHECK(*load.loads == 0);
}

TEST_CASE("a refresh in the background and a caller in need are one flight", "[PX-12][P-040]") {
  World world;
  auto options = world.options();
  options.executor = tagcache::background_threads({.threads = 1});
  tagcache::Primitives cache(world.store, options);
  std::atomic<int> loads = 0;
  std::promise<void> refreshing;
  const tagcache::QueryOptions graced{.ttl = 1ms, .grace = 10ms};
  const auto load = [&] {
    if (++loads == 2) {
      refreshing.set_value();
      world.store->wait_for_joins(1);
    }
    return loads.load();
  };
  static_cast<void>(cache.query<int>("key1", {}, load, graced));
  world.clock->advance(5ms);
  CHECK(cache.query<int>("key1", {}, load, graced).status() == Status::stale);
  refreshing.get_future().wait();
  world.clock->advance(10ms);
  const auto needed = cache.query<int>("key1", {}, load, graced);
  CHECK(*needed == 2);
  CHECK(needed.joined());
  CHECK(loads == 2);
}

TEST_CASE("the end of a cache waits for the refresh that runs", "[PX-32]") {
  World world;
  std::promise<void> refreshing;
  std::promise<void> release;
  std::atomic<bool> ended = false;
  auto options = world.options();
  options.executor = tagcache::background_threads({.threads = 1});
  auto cache = std::make_unique<tagcache::Primitives>(world.store, options);
  int loads = 0;
  const auto load = [&, gate = release.get_future().share()] {
    if (++loads == 2) {
      refreshing.set_value();
      gate.wait();
      ended = true;
    }
    return loads;
  };
  static_cast<void>(cache->query<int>("key1", {}, load, {.ttl = 1ms, .grace = 1h}));
  world.clock->advance(5ms);
  static_cast<void>(cache->query<int>("key1", {}, load, {.ttl = 1ms, .grace = 1h}));
  refreshing.get_future().wait();
  auto end = std::async(std::launch::async, [&] { cache.reset(); });
  CHECK_FALSE(ended);
  release.set_value();
  end.get();
  CHECK(ended);
}

TEST_CASE("a caller does not take over what a leader found before an invalidation", "[PX-37]") {
  // The leader finds nothing; a twin stores row 1; the leader asks again and is held up with that answer in its hands.
  for (int round = 0; round < 10; ++round) {
    World world;
    tagcache::Primitives twin(world.store, world.options());
    std::atomic<int> row = 1;
    std::future<int> late;
    const auto load = [&] { return row.load(); };
    world.store->after_next_find([&] {
      static_cast<void>(twin.query<int>("key1", {path("t")}, load));
      world.store->after_next_begin([&] {
        row = 2;
        world.cache.invalidate(path("t"));
        const std::size_t finds = world.store->calls().find;
        late = std::async(std::launch::async, [&] { return *world.cache.query<int>("key1", {path("t")}, load); });
        world.store->wait_for_finds(finds + 1);
        // Lets the caller arrive at the flight. A round in which it does not shows nothing; there are many.
        for (int i = 0; i < 200; ++i) std::this_thread::yield();
      });
    });
    CHECK(*world.cache.query<int>("key1", {path("t")}, load) == 1);  // it began before the invalidation
    CHECK(late.get() == 2);
  }
}

TEST_CASE("callers who want different types of one key do not share a flight", "[PX-34]") {
  World world;
  std::promise<void> begun;
  std::promise<void> release;
  Callers callers;
  callers.add([&] {
    return world.cache.query<int>("key1", {}, [&] {
      begun.set_value();
      release.get_future().wait();
      return 1;
    });
  });
  begun.get_future().wait();
  CHECK(*world.cache.query<std::string>("key1", {}, [] { return std::string("text"); }) == "text");
  release.set_value();
  CHECK(*callers.results().front().get() == 1);
}

TEST_CASE("what is thrown need not be an exception class", "[P-038]") {
  World world;
  std::promise<void> begun;
  Callers callers;
  callers.add([&] {
    return world.cache.query<int>("key1", {}, [&]() -> int {
      begun.set_value();
      world.store->wait_for_joins(1);
      throw 5;
    });
  });
  begun.get_future().wait();
  callers.add([&] { return world.cache.query<int>("key1", {}, [] { return 1; }); });
  for (auto& result : callers.results()) CHECK_THROWS_AS(result.get(), int);
}

TEST_CASE("a load that runs while the store is given up is not kept", "[P-084]") {
  World world;
  static_cast<void>(world.cache.query<int>("key1", {}, [&] {
    world.cache.disconnect();
    return 1;
  }));
  CHECK_FALSE(world.cache.get<int>("key1"));
}

TEST_CASE("a caller in need that took over a refused refresh keeps its flight", "[PX-12]") {
  // The executor refuses only after another caller has begun to load what was queued.
  struct LateRefusal final : tagcache::Executor {
    std::function<void()> before_refusal;
    bool post(std::function<void()>) override {
      before_refusal();
      return false;
    }
    bool post_after(tagcache::Duration, std::function<void()>) override { return false; }
  };
  World world;
  const auto executor = std::make_shared<LateRefusal>();
  auto options = world.options();
  options.executor = executor;
  tagcache::Primitives cache(world.store, options);
  const tagcache::QueryOptions graced{.ttl = 1ms, .grace = 1h};
  std::promise<void> begun;
  std::atomic<int> loads = 0;
  Callers callers;
  static_cast<void>(cache.query<int>("key1", {path("t")}, [&] { return ++loads; }, graced));
  world.clock->advance(1s);
  executor->before_refusal = [&] {
    world.cache.invalidate(path("t"));
    callers.add([&] {
      return cache.query<int>("key1", {path("t")}, [&] {
        begun.set_value();
        world.store->wait_for_joins(1);
        return ++loads;
      });
    });
    begun.get_future().wait();
  };
  CHECK(cache.query<int>("key1", {path("t")}, [] { return 0; }, graced).status() == Status::stale);
  CHECK(cache.query<int>("key1", {path("t")}, [&] { return ++loads; }).joined());
  CHECK(*callers.results().front().get() == 2);
  CHECK(loads == 2);
}

TEST_CASE("a warming that comes after an invalidation does not trust a flight from before it", "[PX-37]") {
  World world;
  std::promise<void> begun;
  std::promise<void> release;
  Callers callers;
  std::atomic<int> row = 1;
  const auto parts = tagcache::key(std::string_view("key1"));
  const auto key = world.cache.key_view({}, tagcache::detail::hash_name({}), parts);
  const auto tags = [] { return tagcache::TagSet{path("t")}; };
  callers.add([&] {
    return world.cache.query<int>("key1", tags(), [&] {
      const int read = row;
      begun.set_value();
      release.get_future().wait();
      return read;
    });
  });
  begun.get_future().wait();
  row = 2;
  world.cache.invalidate(path("t"));
  world.cache.warm<int>(key, tags, [&] { return [&] { return row.load(); }; }, {});
  CHECK(world.executor->run_all() == 1);
  CHECK(**world.cache.get<int>("key1") == 2);
  release.set_value();
  CHECK(*callers.results().front().get() == 1);
  CHECK(**world.cache.get<int>("key1") == 2);
}
