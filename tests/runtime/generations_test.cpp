#include "memory/generations.hpp"

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

using tagcache::Becomes;
using tagcache::Invalidation;
using tagcache::Reach;
using tagcache::Tag;
using tagcache::TagSet;
using tagcache::Validity;
using tagcache::detail::Generations;
using tagcache::detail::Sequence;
using tagcache::detail::Standing;

namespace {

void move(Generations& generations, const Tag& tag, Reach reach = Reach::prefix,
          Becomes becomes = Becomes::invalidated) {
  generations.invalidate(std::vector{Invalidation{tag, reach, becomes}});
}

/// So many other tags move that a small memory holds none of before.
void forget(Generations& generations, Becomes becomes = Becomes::expired) {
  for (int i = 0; i < 100; ++i) move(generations, path("other", std::to_string(i)), Reach::prefix, becomes);
}

constexpr std::size_t ample = 100'000;
constexpr std::size_t scarce = 8;

}  // namespace

TEST_CASE("an invalidation reaches a tag and all below it, an exact one the tag alone") {
  Generations generations(ample);
  const Sequence stamp = generations.latest();
  const TagSet above{path("a")}, named{path("a", "b")}, below{path("a", "b", "c", "d")}, beside{path("a", "bc")};
  const auto expect = [&](const TagSet& tags, Validity validity) {
    CHECK(generations.since(stamp, tags) == validity);
    Standing standing(stamp);
    CHECK(generations.judge(standing, tags) == validity);
    CHECK(generations.since(generations.latest(), tags) == Validity::valid);
  };
  const auto becomes = GENERATE(Becomes::invalidated, Becomes::expired);
  const Validity moved = becomes == Becomes::invalidated ? Validity::invalidated : Validity::expired;
  SECTION("prefix") {
    move(generations, named[0], Reach::prefix, becomes);
    expect(below, moved);
  }
  SECTION("exact") {
    move(generations, named[0], Reach::exact, becomes);
    expect(below, Validity::valid);
  }
  expect(named, moved);
  expect(above, Validity::valid);
  expect(beside, Validity::valid);
  expect({}, Validity::valid);
  expect({beside[0], above[0], named[0]}, moved);
}

TEST_CASE("whoever is told that all moved is told after the rest see it") {
  Generations generations(ample);
  std::atomic<Sequence> cleared = 0;
  std::atomic<bool> is_told = false;
  Sequence latest = 0;
  std::thread asker;
  generations.move_all([&](Sequence number) {
    cleared = number;
    asker = std::thread([&, number] {
      is_told = generations.is_cleared_since(number - 1, cleared);
      latest = generations.latest();
    });
    for (int turns = 0; turns < 10'000 && !is_told; ++turns) std::this_thread::yield();  // who waits, waits for this
  });
  asker.join();
  CHECK(is_told);
  CHECK(latest == cleared);
}

TEST_CASE("what was invalidated and expired is invalidated, in either order") {
  Generations generations(ample);
  const Sequence stamp = generations.latest();
  const TagSet tags{path("a", "b")};
  const bool hard_first = GENERATE(true, false);
  move(generations, tags[0], Reach::prefix, hard_first ? Becomes::invalidated : Becomes::expired);
  const Sequence between = generations.latest();
  move(generations, tags[0], Reach::prefix, hard_first ? Becomes::expired : Becomes::invalidated);
  CHECK(generations.since(stamp, tags) == Validity::invalidated);
  CHECK(generations.since(between, tags) == (hard_first ? Validity::expired : Validity::invalidated));
}

TEST_CASE("an entry that is asked about outlives what moves elsewhere, however much that is", "[PX-27]") {
  Generations generations(scarce);
  const TagSet tags = GENERATE(TagSet{path("a", "b")}, TagSet{path("a")}, TagSet{},
                               TagSet{path("a", "1"), path("a", "2"), path("a", "3"), path("a", "4"), path("a", "5")});
  Standing standing(generations.latest());
  for (int i = 0; i < 1'000; ++i) {
    move(generations, path("other", std::to_string(i)));
    REQUIRE(generations.judge(standing, tags) == Validity::valid);
  }
  for (const Tag& tag : tags) {
    Standing before = standing;
    move(generations, tag);
    CHECK(generations.judge(before, tags) == Validity::invalidated);
    CHECK(generations.judge(before, tags) == Validity::invalidated);
  }
}

TEST_CASE("each tag of an entry counts, however many there are") {
  for (std::size_t moved = 0; moved < 6; ++moved) {
    Generations generations(ample);
    TagSet tags;
    for (int i = 0; i < 6; ++i) tags.push_back(path("a", std::to_string(i)));
    Standing standing(generations.latest());
    move(generations, path("other", "one"));
    REQUIRE(generations.judge(standing, tags) == Validity::valid);
    move(generations, tags[moved]);
    CHECK(generations.judge(standing, tags) == Validity::invalidated);
  }
}

TEST_CASE("a tag of one segment moves all below it, whose neighbourhoods lie elsewhere") {
  Generations generations(ample);
  const TagSet tags{path("a", "b", "c")};
  Standing standing(generations.latest());
  move(generations, path("other", "one"));
  REQUIRE(generations.judge(standing, tags) == Validity::valid);
  move(generations, path("a"));
  CHECK(generations.judge(standing, tags) == Validity::invalidated);
}

TEST_CASE("what is forgotten of a tag counts as moved for who has not asked since", "[PX-27]") {
  Generations generations(scarce);
  const TagSet hit{path("posts", "1")};
  const TagSet missed{path("posts", "2")};
  const Sequence stamp = generations.latest();
  const Reach reach = GENERATE(Reach::prefix, Reach::exact);
  move(generations, hit[0], reach);
  CHECK(generations.since(stamp, missed) == Validity::valid);
  forget(generations);
  CHECK(generations.since(stamp, hit) == Validity::invalidated);
  CHECK(generations.since(stamp, missed) == Validity::invalidated);  // at worst something is loaded again
  CHECK(generations.since(generations.latest(), missed) == Validity::valid);
}

TEST_CASE("an expiry that is forgotten stays one: it neither revives an entry nor invalidates it", "[PX-27]") {
  Generations generations(scarce);
  const TagSet tags{path("t")};
  const Sequence stamp = generations.latest();
  move(generations, tags[0], GENERATE(Reach::prefix, Reach::exact), Becomes::expired);
  CHECK(generations.since(stamp, tags) == Validity::expired);
  forget(generations);
  CHECK(generations.since(stamp, tags) == Validity::expired);
  CHECK(generations.since(generations.latest(), tags) == Validity::valid);
}

TEST_CASE("while there is room, what moves is remembered exactly, and a tag that moves again takes no more") {
  Generations generations(ample);
  const Sequence stamp = generations.latest();
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 3'000; ++i) move(generations, path("moved", std::to_string(i)));
  }
  CHECK(generations.size() == 3'000);
  std::size_t exact = 0;
  for (int i = 0; i < 3'000; ++i) {
    const bool moved = generations.since(stamp, TagSet{path("moved", std::to_string(i))}) == Validity::invalidated;
    const bool stayed = generations.since(stamp, TagSet{path("stayed", std::to_string(i))}) == Validity::valid;
    exact += moved && stayed ? 1 : 0;
  }
  CHECK(exact == 3'000);
}

TEST_CASE("the memory of what moved is bounded, also under a storm of invalidations") {
  Generations generations(1'000);
  for (int i = 0; i < 20'000; ++i) move(generations, path("t", std::to_string(i)));
  CHECK(generations.size() <= 1'000);
  CHECK(generations.size() >= 990);
}

namespace {

struct Random {
  std::mt19937_64 engine{7};
  int below(int bound) { return static_cast<int>(engine() % static_cast<unsigned>(bound)); }
  Tag tag() {
    const std::string one = "a" + std::to_string(below(3));
    const std::string two = std::to_string(below(4));
    const std::string three = std::to_string(below(3));
    switch (below(3)) {
      case 0:
        return path(one);
      case 1:
        return path(one, two);
      default:
        return path(one, two, three);
    }
  }
  Invalidation invalidation() {
    return {tag(), below(2) == 0 ? Reach::prefix : Reach::exact,
            below(2) == 0 ? Becomes::invalidated : Becomes::expired};
  }
};

/// An entry and what it must be said to be.
struct Watched {
  TagSet tags;
  Sequence stamp = 0;
  Standing standing;
  Validity validity = Validity::valid;

  void hear(const Invalidation& invalidation) {
    for (const Tag& tag : tags) {
      const bool is_below = tag.bytes().starts_with(invalidation.tag.bytes());
      if (invalidation.reach == Reach::prefix ? !is_below : tag != invalidation.tag) continue;
      const bool is_hard = invalidation.becomes == Becomes::invalidated;
      validity = std::max(validity, is_hard ? Validity::invalidated : Validity::expired);
    }
  }
};

}  // namespace

TEST_CASE("generations agree with a list of all invalidations, and err on the safe side when they forget") {
  const std::size_t capacity = GENERATE(as<std::size_t>{}, 100'000, 64, 8);
  Generations generations(capacity);
  Random random;
  std::vector<Watched> entries(30);
  for (int step = 0; step < 8'000; ++step) {
    Watched& entry = entries[static_cast<std::size_t>(random.below(30))];
    if (random.below(4) == 0) {
      entry = {};
      for (int i = random.below(7); i > 0; --i) entry.tags.push_back(random.tag());
      entry.stamp = generations.latest();
      entry.standing = Standing(entry.stamp);
    } else if (random.below(3) == 0) {
      std::vector<Invalidation> together;
      for (int i = 1 + random.below(3); i > 0; --i) together.push_back(random.invalidation());
      generations.invalidate(together);
      for (Watched& each : entries) {
        for (const Invalidation& invalidation : together) each.hear(invalidation);
      }
    } else {
      const Validity judged = generations.judge(entry.standing, entry.tags);
      const Validity said = generations.since(entry.stamp, entry.tags);
      REQUIRE(judged >= entry.validity);
      REQUIRE(said >= entry.validity);
      if (capacity == ample) REQUIRE((judged == entry.validity && said == entry.validity));
    }
  }
}

TEST_CASE("an invalidation of several tags is one step for those who look on", "[threads]") {
  Generations generations(ample);
  const TagSet first{path("a", "1")}, second{path("b", "2")};
  std::vector<Invalidation> both{Invalidation{first[0]}};
  for (int i = 0; i < 50; ++i) both.push_back(Invalidation{path("c", std::to_string(i))});  // time to look on
  both.push_back(Invalidation{second[0]});
  constexpr Sequence rounds = 10'000;
  std::thread writer([&] {
    while (generations.latest() < rounds) {
      generations.invalidate(both);
      move(generations, path("other", "one"));
    }
  });
  std::size_t torn = 0;
  for (Sequence latest = 0; latest < rounds; latest = generations.latest()) {
    const Sequence stamp = latest < 2 ? latest : (latest - 1) | 1U;  // what moved both has odd numbers
    Standing of_first(stamp);
    Standing of_second(stamp);
    const bool one_moved = generations.judge(of_first, first) != Validity::valid;
    const bool other_moved = generations.judge(of_second, second) != Validity::valid;
    torn += one_moved && !other_moved ? 1 : 0;
  }
  writer.join();
  CHECK(torn == 0);
}

TEST_CASE("who learns that an invalidation returned finds what it reached moved", "[threads]") {
  Generations generations(GENERATE(as<std::size_t>{}, 100'000, 8));
  std::atomic<Sequence> returned = 0;
  constexpr int rounds = 5'000;
  std::thread writer([&] {
    for (int i = 1; i <= rounds; ++i) {
      move(generations, path("t", std::to_string(i % 40), "x"));
      // As who waits for a call hears of its end: what the call did happens before that.
      returned.store(static_cast<Sequence>(i), std::memory_order_release);
    }
  });
  std::size_t stale = 0;
  Sequence seen = 0;
  while (seen < rounds) {
    // An entry loaded before the invalidation with the number that was seen; each 40th is of the same tag.
    seen = returned.load(std::memory_order_acquire);
    if (seen == 0) continue;
    const TagSet tags{path("t", std::to_string(seen % 40), "x", "below")};
    Standing standing(seen - 1);
    stale += generations.judge(standing, tags) == Validity::valid ? 1 : 0;
  }
  writer.join();
  CHECK(stale == 0);
}
