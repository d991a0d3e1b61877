#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tagcache/memory.hpp>
#include <tagcache/primitives.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "catch.hpp"

using namespace std::chrono_literals;

namespace {

/// A value that tells when it ends.
class Told {
 public:
  explicit Told(std::atomic<int>& ended) : ended_(&ended) {}
  Told(Told&& other) noexcept : ended_(std::exchange(other.ended_, nullptr)) {}
  Told& operator=(Told&&) = delete;
  ~Told() {
    if (ended_ != nullptr) ended_->fetch_add(1);
  }
  [[nodiscard]] bool is_alive() const noexcept { return ended_ != nullptr; }

 private:
  std::atomic<int>* ended_;
};

struct Holding {
  [[nodiscard]] tagcache::Handle<Told> read(const std::string& key = "key") {
    return cache->query<Told>(key, {}, [this] { return Told(ended); });
  }
  [[nodiscard]] tagcache::Handle<Told> hit(const std::string& key = "key") {
    static_cast<void>(read(key));
    return read(key);
  }

  std::atomic<int> ended = 0;
  std::unique_ptr<tagcache::Primitives> cache = std::make_unique<tagcache::Primitives>(tagcache::memory());
};

}  // namespace

TEST_CASE("a value that was read ends when its last handle does, and not before") {
  Holding world;
  auto handle = std::make_unique<tagcache::Handle<Told>>(world.hit());
  CHECK(handle->status() == tagcache::Status::hit);
  SECTION("deleted") { world.cache->del("key"); }
  SECTION("the cache ends") { world.cache.reset(); }
  SECTION("disconnected") { world.cache->disconnect(); }
  CHECK(world.ended == 0);
  CHECK((*handle)->is_alive());
  handle.reset();
  CHECK(world.ended == 1);
}

TEST_CASE("what nobody reads ends when it is deleted, and with its cache") {
  Holding world;
  static_cast<void>(world.hit("one"));
  static_cast<void>(world.hit("two"));
  world.cache->del("one");
  CHECK(world.ended == 1);
  world.cache.reset();
  CHECK(world.ended == 2);
}

TEST_CASE("copies, moved handles and shared pointers keep a value as the first handle does") {
  Holding world;
  auto first = std::make_unique<tagcache::Handle<Told>>(world.hit());
  auto second = std::make_unique<tagcache::Handle<Told>>(*first);
  auto third = std::make_unique<tagcache::Handle<Told>>(std::move(*first));
  auto shared = second->share();
  world.cache->del("key");
  first.reset();
  CHECK(shared->is_alive());
  second.reset();
  CHECK((*third)->is_alive());
  third.reset();
  CHECK(world.ended == 0);
  shared.reset();
  CHECK(world.ended == 1);
}

TEST_CASE("a handle may be assigned over another") {
  Holding world;
  auto one = world.hit("one");
  world.cache->del("one");
  one = world.hit("two");
  CHECK(world.ended == 1);
  CHECK(one->is_alive());
}

TEST_CASE("a thread may keep as many handles as it likes, and leave them to others") {
  Holding world;
  constexpr int count = 100;
  std::vector<tagcache::Handle<Told>> kept;
  std::thread reader([&] {
    for (int i = 0; i < count; ++i) kept.push_back(world.hit(std::to_string(i)));
  });
  reader.join();
  for (int i = 0; i < count; ++i) {
    CHECK(kept[static_cast<std::size_t>(i)].status() == tagcache::Status::hit);
    world.cache->del(std::to_string(i));
  }
  CHECK(world.ended == 0);
  // A later thread takes the seat, with what is still pinned there.
  std::thread other([&] {
    for (int i = 0; i < count; ++i) static_cast<void>(world.hit("other"));
    kept.clear();
  });
  other.join();
  CHECK(world.ended == count);
}

TEST_CASE("a value whose end uses the cache does so without a lock in its way") {
  struct Calls {
    ~Calls() {
      if (cache != nullptr) cache->del("other");
    }
    tagcache::Primitives* cache = nullptr;
  };
  Holding world;
  static_cast<void>(world.hit("other"));
  const auto load = [&] { return std::make_shared<Calls>(); };
  auto held = std::make_unique<tagcache::Handle<std::shared_ptr<Calls>>>(
      world.cache->query<std::shared_ptr<Calls>>("calls", {}, load));
  *held = world.cache->query<std::shared_ptr<Calls>>("calls", {}, load);
  held->value()->cache = world.cache.get();
  world.cache->del("calls");
  CHECK(world.ended == 0);
  held.reset();
  CHECK(world.ended == 1);
}

TEST_CASE("readers and writers of a few keys never meet a value that has ended") {
  Holding world;
  const tagcache::Tag tag("t");
  std::atomic<bool> is_over = false;
  std::atomic<int> dead = 0;
  const auto read = [&](int first) {
    std::vector<tagcache::Handle<Told>> kept;
    for (int i = first; !is_over.load(std::memory_order_relaxed); ++i) {
      auto handle = world.cache->query<Told>(std::to_string(i % 5), {tag}, [&] { return Told(world.ended); });
      if (!handle->is_alive()) dead.fetch_add(1);
      kept.push_back(std::move(handle));
      if (kept.size() == 40) kept.erase(kept.begin(), kept.begin() + 30);
    }
  };
  std::thread one(read, 0);
  std::thread two(read, 2);
  for (int i = 0; i < 3000; ++i) {
    if (i % 3 == 0) world.cache->invalidate(tag);
    if (i % 3 == 1) world.cache->del(std::to_string(i % 5));
    if (i % 50 == 2) world.cache->clear();
  }
  is_over = true;
  one.join();
  two.join();
  CHECK(dead == 0);
}

TEST_CASE("small values are near their keys, and pointers to them are to the values themselves") {
  struct Point {
    std::int64_t x;
    std::int64_t y;
  };
  tagcache::Primitives cache(tagcache::memory());
  const auto read = [&] { return cache.query<Point>("key", {}, [] { return Point{3, 4}; }); };
  static_cast<void>(read());
  auto hit = std::make_unique<tagcache::Handle<Point>>(read());
  REQUIRE(hit->status() == tagcache::Status::hit);
  const tagcache::Handle<Point> copy = *hit;
  const auto shared = hit->share();
  CHECK(shared.get() == &hit->entries().after.value());
  CHECK(shared.get() == copy.share().get());
  cache.del("key");
  CHECK((*hit)->y == 4);
  hit.reset();
  CHECK(shared->x == 3);
  CHECK(copy->y == 4);
}

TEST_CASE("keys of all forms are told apart where they are kept") {
  tagcache::Primitives one(tagcache::memory());
  const std::string text(40, 'x');
  const std::vector<std::string> list{text, "y"};
  int loads = 0;
  const auto read = [&](const auto& parts) {
    const auto key = one.key_view("query", tagcache::detail::hash_name("query"), parts);
    return *one.read<int>(
        key, [] { return tagcache::TagSet(); }, [&] { return ++loads; }, [] { return [] { return 0; }; }, {});
  };
  for (int round = 0; round < 2; ++round) {
    CHECK(read(tagcache::key(std::int64_t{1}, text)) == 1);
    CHECK(read(tagcache::key(std::int64_t{1}, text + "x")) == 2);
    CHECK(read(tagcache::key(list)) == 3);
    CHECK(read(tagcache::key(std::vector<std::string>{text, "z"})) == 4);
    CHECK(read(tagcache::key(std::optional<std::string>(text), true)) == 5);
    CHECK(read(tagcache::key(std::optional<std::string>(), true)) == 6);
    CHECK(read(tagcache::key(std::array<int, 3>{1, 2, 3})) == 7);
  }
}
