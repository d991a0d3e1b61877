#include "memory/eviction.hpp"

#include <unordered_map>

#include "catch.hpp"
#include "tagcache/hash.hpp"

using tagcache::detail::Bounds;
using tagcache::detail::DepartedKeys;
using tagcache::detail::Eviction;
using tagcache::detail::Place;

namespace {

constexpr std::uint64_t hash_of(std::uint64_t key) {
  std::uint64_t hash = (key + 1) * 0xBF58476D1CE4E5B9ULL;
  hash ^= hash >> 31U;
  return hash * 0x94D049BB133111EBULL;
}

/// A cache of keys alone, of weight one, or as is asked.
struct Kept {
  explicit Kept(std::size_t entries) : bound(entries), eviction(Bounds{entries}) {}

  std::uint64_t bound;
  Eviction eviction;
  std::uint64_t weight = 0;
  std::unordered_map<std::uint64_t, Place> places;
  std::unordered_map<std::uint64_t, std::uint64_t> keys;  ///< by hash
  std::uint64_t newest = std::uint64_t{1} << 50U;

  /// Whether it is there; else it comes.
  bool ask(std::uint64_t key, std::uint64_t its_weight = 1) {
    if (const auto found = places.find(key); found != places.end()) {
      found->second.read();
      return true;
    }
    const bool into_main = eviction.returns(hash_of(key), its_weight);
    while (weight + its_weight > bound) {
      const Place& victim = eviction.take_victim(its_weight, into_main);
      weight -= victim.weight;
      places.erase(keys.at(victim.hash));
    }
    Place& place = places[key];
    place.hash = hash_of(key);
    place.weight = static_cast<std::uint32_t>(its_weight);
    keys[place.hash] = key;
    weight += its_weight;
    eviction.insert(place, into_main);
    return false;
  }

  /// Hits in a hundred requests, of so many keys that are asked for in turn so often.
  double loop(std::uint64_t first, std::uint64_t count, int rounds) {
    std::uint64_t hits = 0;
    for (int round = 0; round < rounds; ++round) {
      for (std::uint64_t i = 0; i < count; ++i) hits += ask(first + i) ? 1U : 0U;
    }
    return 100.0 * static_cast<double>(hits) / static_cast<double>(count) / rounds;
  }

  /// Hits in a hundred first requests for three keys, each asked for three times in turn among twenty new ones.
  double often_among_new(std::uint64_t its_weight, int rounds) {
    int hits = 0;
    for (int round = 0; round < rounds; ++round) {
      for (std::uint64_t key = 0; key < 3; ++key) {
        hits += ask(key, its_weight) ? 1 : 0;
        for (int again = 0; again < 2; ++again) ask(key, its_weight);
      }
      for (int i = 0; i < 20; ++i) ask(++newest, its_weight);
    }
    return 100.0 * hits / 3 / rounds;
  }

  /// The same for new keys, each of which is asked for twice, the second time after so many others.
  double twice(std::uint64_t first, std::uint64_t count, std::uint64_t distance) {
    std::uint64_t hits = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
      ask(first + i);
      if (i >= distance) hits += ask(first + i - distance) ? 1U : 0U;
    }
    return 100.0 * static_cast<double>(hits) / static_cast<double>(count - distance);
  }
};

constexpr std::uint64_t elsewhere = 1'000'000;

}  // namespace

TEST_CASE("of a loop that is longer than the bound, what fits is kept") {
  const std::uint64_t length = GENERATE(as<std::uint64_t>{}, 220, 400, 1'000);
  Kept kept(200);
  static_cast<void>(kept.loop(0, length, 50));
  const double ideal = 100.0 * 200 / static_cast<double>(length);
  CHECK(kept.loop(0, length, 50) > ideal * 0.95);
}

TEST_CASE("keys that are read twice soon one after the other find room, wherever that begins") {
  Kept kept(200);
  SECTION("in a new cache") {}
  SECTION("behind a loop") { static_cast<void>(kept.loop(elsewhere, 300, 50)); }
  static_cast<void>(kept.twice(0, 4'000, 100));
  CHECK(kept.twice(elsewhere, 4'000, 100) > 95);
  CHECK(kept.eviction.window_share() > 0.4);
}

TEST_CASE("keys that come back just after they left find room beside others that are read all the time") {
  Kept kept(200);
  static_cast<void>(kept.loop(elsewhere, 150, 10));
  int again = 0;
  for (std::uint64_t i = 0; i < 4'000; ++i) {
    kept.ask(i);
    if (i >= 15) again += kept.ask(i - 15) ? 1 : 0;
    kept.ask(elsewhere + hash_of(i) % 150);
  }
  CHECK(again > 3'800);
}

TEST_CASE("what is read often before it would leave stays") {
  Kept kept(200);
  static_cast<void>(kept.loop(0, 200, 10));
  for (int i = 0; i < 4; ++i) kept.ask(elsewhere);
  static_cast<void>(kept.loop(2 * elsewhere, 50, 1));
  CHECK(kept.ask(elsewhere));
}

TEST_CASE("room that new keys no longer need goes back to what is read again and again") {
  Kept kept(200);
  static_cast<void>(kept.twice(0, 20'000, 150));
  REQUIRE(kept.eviction.window_share() > 0.5);
  static_cast<void>(kept.loop(elsewhere, 300, 200));
  CHECK(kept.eviction.window_share() < 0.1);
  CHECK(kept.loop(elsewhere, 300, 50) > 60);
}

TEST_CASE("what the main part lost and is wanted again makes it larger") {
  Kept kept(200);
  static_cast<void>(kept.twice(0, 20'000, 150));
  for (std::uint64_t round = 0; round < 200; ++round) {
    static_cast<void>(kept.loop(elsewhere, 110, 1));
    static_cast<void>(kept.loop(2 * elsewhere + round * 100, 100, 1));
  }
  CHECK(kept.eviction.window_share() < 0.35);
  CHECK(kept.loop(elsewhere, 110, 1) > 95);
}

TEST_CASE("a scan does not drive out what is read") {
  Kept kept(200);
  static_cast<void>(kept.loop(0, 150, 10));
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    kept.ask(elsewhere + i);
    if (i % 10 == 0) REQUIRE(kept.ask(i / 10 % 150));
  }
}

TEST_CASE("what is read now takes the place of what was read once") {
  Kept kept(200);
  static_cast<void>(kept.loop(0, 200, 100));
  static_cast<void>(kept.loop(elsewhere, 180, 50));
  CHECK(kept.loop(elsewhere, 180, 10) > 95);
}

TEST_CASE("a main part that nobody reads any more gives way to a loop that is too long to be remembered") {
  Kept kept(64);
  for (int i = 0; i < 100; ++i) static_cast<void>(kept.loop(0, 64, 1));
  static_cast<void>(kept.loop(elsewhere, 640, 60));
  CHECK(kept.loop(elsewhere, 640, 10) > 9);
}

TEST_CASE("entries of different weights stay within the bound, and a heavy one finds room") {
  Kept kept(1'000);
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const std::uint64_t key = hash_of(i) % 300;
    kept.ask(key, 1 + key % 7);
    REQUIRE(kept.weight <= 1'000);
    if (i % 97 != 0) continue;
    kept.ask(elsewhere + i, 700);
    REQUIRE(kept.weight <= 1'000);
    REQUIRE(kept.ask(elsewhere + i, 700));
  }
}

TEST_CASE("a heavy entry takes the main part for as long as it is of late, and no longer") {
  Kept kept(1'000);
  static_cast<void>(kept.often_among_new(100, 20));
  CHECK_FALSE(kept.ask(elsewhere, 950));
  SECTION("others come") { static_cast<void>(kept.often_among_new(100, 200)); }
  SECTION("the bound becomes another one") {
    kept.bound = 900;
    static_cast<void>(kept.eviction.resize(Bounds{900}));
    static_cast<void>(kept.often_among_new(100, 20));
  }
  CHECK(kept.often_among_new(100, 100) > 90);
}

TEST_CASE("what is far heavier than the bound leaves in one step of many") {
  Kept kept(4'000'000'000);
  CHECK_FALSE(kept.ask(1, 3'900'000'000));
  static_cast<void>(kept.eviction.resize(Bounds{1}));
  kept.bound = 1;
  CHECK_FALSE(kept.ask(2));
  CHECK(kept.weight == 1);
}

TEST_CASE("departed keys are remembered until they come back or as many others departed") {
  DepartedKeys departed(1'000);
  departed.leave_window(hash_of(1), 40);
  departed.leave_main(hash_of(2));
  const auto of_window = departed.take(hash_of(1), 45);
  REQUIRE(of_window);
  CHECK_FALSE(of_window->was_in_main);
  CHECK(of_window->since_it_came == 5);
  const auto of_main = departed.take(hash_of(2), 45);
  REQUIRE(of_main);
  CHECK(of_main->was_in_main);
  for (const int key : {1, 2, 3}) CHECK_FALSE(departed.take(hash_of(static_cast<std::uint64_t>(key)), 45));
  for (std::uint64_t key = 0; key < 10'000; ++key) departed.leave_window(hash_of(key), 50);
  int lately = 0;
  int before = 0;
  for (std::uint64_t key = 9'500; key < 10'000; ++key) lately += departed.take(hash_of(key), 50) ? 1 : 0;
  for (std::uint64_t key = 0; key < 5'000; ++key) before += departed.take(hash_of(key), 50) ? 1 : 0;
  CHECK(lately > 450);
  CHECK(before < 50);
}

TEST_CASE("departed keys take memory as they come, and no more than was said") {
  const std::uint64_t count = GENERATE(as<std::uint64_t>{}, 0, 1, 20, 2'000, 100'000);
  DepartedKeys departed(count);
  CHECK(departed.bytes() == 0);
  CHECK_FALSE(departed.take(hash_of(1), 0));
  CHECK(departed.bytes() == 0);
  for (std::uint64_t key = 0; key < 2 * count; ++key) departed.leave_window(hash_of(key), 0);
  for (std::uint64_t key = 0; key < count; ++key) departed.leave_main(hash_of(key));
  CHECK(departed.bytes() <= DepartedKeys::most_bytes(count));
  CHECK(DepartedKeys::most_bytes(count) <= count * 65 / 20 + 128);
}

TEST_CASE("departed keys take 6.5 bytes for each entry that may be kept, and a fortieth of a bound in bytes") {
  for (const std::size_t entries : {1'000UL, 100'000UL, 10'000'000UL})
    CHECK(Eviction::most_bytes({entries}) <= entries * 13 / 2 + 128);
  for (const std::uint64_t bytes : {1UL << 20U, 1UL << 26U, 1UL << 34U}) {
    CHECK(Eviction::most_bytes({1'000'000'000, bytes}) <= bytes / 39);
    CHECK(Eviction::most_bytes({1'000, bytes}) <= 6'600);
  }
}
