#include "memory/deadlines.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Removal;
using tagcache::RemovalCause;
using tagcache::TimePoint;
using tagcache::detail::Deadlines;
using tagcache::detail::Place;

namespace {

constexpr std::chrono::nanoseconds tick{1U << 26U};
const TimePoint start{12'345s};

/// All that have ended by now; they are removed.
std::set<const Place*> ended(Deadlines& deadlines, TimePoint now) {
  std::set<const Place*> all;
  int missed = 0;
  while (missed < 100) {  // it gives none now and then, while it moves some
    Place* const place = deadlines.next_ended(now);
    if (place == nullptr) {
      ++missed;
      continue;
    }
    deadlines.remove(*place);
    CHECK(all.insert(place).second);
  }
  return all;
}

/// A store of so many entries that counts what leaves it.
struct Small {
  explicit Small(std::size_t entries)
      : store(tagcache::memory({.max_entries = entries})), cache(store, world.options()) {}

  World world;
  std::shared_ptr<tagcache::MemoryStore> store;
  tagcache::Primitives cache;

  void fill(const std::string& name, int count, const tagcache::QueryOptions& options, tagcache::TagSet tags = {}) {
    for (int i = 0; i < count; ++i) cache.set(name + std::to_string(i), i, tags, options);
  }
  [[nodiscard]] int found(const std::string& name, int count) {
    int found = 0;
    for (int i = 0; i < count; ++i) found += cache.get<int>(name + std::to_string(i)) ? 1 : 0;
    return found;
  }
  [[nodiscard]] std::uint64_t removed(RemovalCause cause) const { return store->stats().removed_by(cause); }
};

}  // namespace

TEST_CASE("deadlines give what has ended, in its tick, and nothing else") {
  std::mt19937_64 random(GENERATE(1U, 2U, 3U));
  Deadlines deadlines;
  std::map<TimePoint, std::unique_ptr<Place>> waiting;
  TimePoint now = start;
  for (int round = 0; round < 300; ++round) {
    for (int i = 0; i < 50; ++i) {
      const auto life = std::chrono::nanoseconds(random() >> (24 + random() % 30));  // from milliseconds to minutes
      auto& place = waiting[now + life];
      if (place) continue;
      place = std::make_unique<Place>();
      deadlines.put(*place, now + life, now);
    }
    if (!waiting.empty() && random() % 2 == 0) {  // something else ends one
      const auto one = std::next(waiting.begin(), static_cast<std::ptrdiff_t>(random() % waiting.size()));
      deadlines.remove(*one->second);
      waiting.erase(one);
    }
    now += std::chrono::nanoseconds(random() >> (28 + random() % 20));
    std::set<const Place*> due;
    std::set<const Place*> of_this_tick;
    for (const auto& [end, place] : waiting) {
      if (end <= now) due.insert(place.get());
      if (end > now && end < now + tick) of_this_tick.insert(place.get());
    }
    for (const Place* const place : ended(deadlines, now)) {
      CHECK(due.count(place) + of_this_tick.count(place) == 1);
      due.erase(place);
      for (auto each = waiting.begin(); each != waiting.end(); ++each) {
        if (each->second.get() != place) continue;
        waiting.erase(each);
        break;
      }
    }
    CHECK(due.empty());
  }
}

TEST_CASE("deadlines move a few at a time") {
  Deadlines deadlines;
  std::vector<Place> places(10'000);
  for (Place& place : places) deadlines.put(place, start + 1h, start);
  const TimePoint now = start + 1h - 2 * tick;  // they end in this minute, so all are to be moved
  std::vector<Place**> before(places.size());
  int calls = 0;
  std::size_t moved = 0;
  do {
    std::transform(places.begin(), places.end(), before.begin(), [](const Place& place) { return place.link_to_end; });
    REQUIRE(deadlines.next_ended(now) == nullptr);
    moved = 0;
    for (std::size_t i = 0; i < places.size(); ++i) moved += places[i].link_to_end == before[i] ? 0U : 1U;
    REQUIRE(moved <= 100);
    REQUIRE(++calls < 2'000);
  } while (moved != 0);
  CHECK(calls > 300);
  CHECK(ended(deadlines, start + 1h + tick).size() == places.size());
}

TEST_CASE("what never ends is not waited for, and what ends in a hundred years ends then") {
  Deadlines deadlines;
  Place never;
  Place late;
  deadlines.put(never, TimePoint::max(), start);
  deadlines.put(late, start + 876'000h, start);
  CHECK(ended(deadlines, start + 8'760h).empty());
  deadlines.remove(never);
  deadlines.put_back(late, TimePoint::max(), start);
  CHECK(ended(deadlines, start + 8'760h).empty());
}

TEST_CASE("what lives on when it is looked at is not the next again, but in the next tick") {
  Deadlines deadlines;
  Place place;
  deadlines.put(place, start + 10s, start);
  const TimePoint now = start + 10s;
  REQUIRE(deadlines.next_ended(now) == &place);
  deadlines.put_back(place, start + 10s, now);
  CHECK(deadlines.next_ended(now) == nullptr);
  CHECK(deadlines.next_ended(now + tick) == &place);
  deadlines.put_back(place, start + 1min, now + tick);
  CHECK(deadlines.next_ended(start + 59s) == nullptr);
  CHECK(deadlines.next_ended(start + 1min) == &place);
  deadlines.remove(place);
  CHECK(deadlines.next_ended(start + 1h) == nullptr);
}

TEST_CASE("expired entries leave before any that lives, each for one that comes") {
  Small small(1'000);
  small.fill("live", 500, {.ttl = 1h});
  small.fill("short", 250, {.ttl = 1min});
  small.fill("idle", 250, {.ttl = 1h, .idle_ttl = 1min});
  REQUIRE(small.found("live", 500) == 500);
  small.world.clock->advance(59s);
  REQUIRE(small.cache.get<int>("idle7"));  // which ends later for that
  small.world.clock->advance(1s);
  small.fill("new", 499, {.ttl = 1h});
  CHECK(small.removed(RemovalCause::expired) == 499);
  CHECK(small.removed(RemovalCause::evicted) == 0);
  CHECK(small.found("live", 500) == 500);
  CHECK(small.found("new", 499) == 499);
  CHECK(small.cache.get<int>("idle7"));
  small.world.clock->advance(1min);
  small.fill("other", 1, {.ttl = 1h});
  CHECK(small.removed(RemovalCause::expired) == 500);
  CHECK(small.removed(RemovalCause::evicted) == 0);
}

TEST_CASE("grace keeps an entry from going first, and its end does not") {
  Small small(100);
  small.fill("live", 50, {.ttl = 1h});
  small.fill("graced", 50, {.ttl = 1min, .grace = 1min});
  small.world.clock->advance(90s);
  small.fill("new", 10, {.ttl = 1h});
  CHECK(small.removed(RemovalCause::expired) == 0);
  CHECK(small.removed(RemovalCause::evicted) == 10);
  small.world.clock->advance(30s);
  const int left = static_cast<int>(small.store->stats().entries) - small.found("live", 50) - small.found("new", 10);
  small.fill("other", left, {.ttl = 1h});
  CHECK(small.removed(RemovalCause::expired) == static_cast<std::uint64_t>(left));
  CHECK(small.removed(RemovalCause::evicted) == 10);
}

TEST_CASE("what was expired by its key goes first unless it has grace") {
  Small small(100);
  small.fill("live", 98, {.ttl = 1h});
  small.fill("plain", 1, {.ttl = 1h});
  small.fill("graced", 1, {.ttl = 1h, .grace = 1h});
  small.cache.expire("plain0");
  small.cache.expire("graced0");
  small.fill("new", 1, {.ttl = 1h});
  CHECK(small.removed(RemovalCause::expired) == 1);
  CHECK(small.removed(RemovalCause::evicted) == 0);
  small.fill("other", 1, {.ttl = 1h});
  CHECK(small.removed(RemovalCause::evicted) == 1);
}

TEST_CASE("what was invalidated is found while about a quarter as many come as there are") {
  Small small(1'000);
  small.fill("live", 800, {.ttl = 1h});
  small.fill("dead", 200, {.ttl = 1h}, {path("t")});
  auto cause = RemovalCause::invalidated;
  SECTION("by a tag") { small.cache.invalidate(path("t")); }
  SECTION("by clear") {
    cause = RemovalCause::cleared;
    small.cache.clear();
  }
  SECTION("expired by a tag, without grace") {
    cause = RemovalCause::expired;
    small.cache.expire(path("t"));
  }
  small.fill("new", 450, {.ttl = 1h});  // 200 for looks at what lives, and one for each that is dead
  CHECK(small.removed(cause) == (cause == RemovalCause::cleared ? 450 : 200));
  CHECK(small.removed(cause) + small.removed(RemovalCause::evicted) == 450);
}
