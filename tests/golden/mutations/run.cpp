#include <chrono>
#include <exception>
#include <limits>
#include <stdexcept>
#include <tagcache/testing/faulty_store.hpp>

#include "golden.hpp"
#include "mutations_cache.hpp"

using notes::Draft;
using notes::Note;
using notes::NoteCache;
using notes::Order;

namespace {

using Shorts = std::tuple<char8_t, char16_t, char32_t, std::int8_t, short, int, unsigned>;
using Longs =
    std::tuple<std::int64_t, long long, std::uint64_t, std::optional<std::uint64_t>, std::optional<std::int64_t>>;

template <class Number>
constexpr Number least = std::numeric_limits<Number>::min();
template <class Number>
constexpr Number most = std::numeric_limits<Number>::max();

struct Source : notes::NoteSource {
  Note get_note(int note) override { return {note, text + std::to_string(++loads)}; }
  int list_notes(int, int) override { return ++loads; }
  int search(int folder, const std::string& words, Order order, unsigned long limit,
             const std::optional<std::string>& after, std::optional<int> before, bool whole,
             std::uint8_t weight) override {
    searched.push_back(std::to_string(folder) + ' ' + words + (order == Order::newest ? " newest " : " oldest ") +
                       std::to_string(limit) + ' ' + after.value_or("-") + ' ' +
                       (before ? std::to_string(*before) : "-") + (whole ? " whole " : " part ") +
                       std::to_string(weight));
    return static_cast<int>(searched.size());
  }

  int of_shorts(int, char8_t unit, char16_t letter, char32_t symbol, std::int8_t small, short short_one, int middle,
                unsigned size) override {
    shorts.emplace_back(unit, letter, symbol, small, short_one, middle, size);
    return static_cast<int>(shorts.size());
  }
  int of_longs(int, std::int64_t large, long long larger, std::uint64_t size, std::optional<std::uint64_t> maybe,
               std::optional<std::int64_t> perhaps) override {
    longs.emplace_back(large, larger, size, maybe, perhaps);
    return static_cast<int>(longs.size());
  }

  void write_note(int, const std::string& written) override {
    if (written.empty()) throw std::runtime_error("an empty note");
    text = written;
  }
  Note create_note(int, const Draft& draft, int) override { return {7, draft.text}; }
  std::unique_ptr<Note> move_note(int note, int, int, const std::shared_ptr<std::string>& result) override {
    return std::make_unique<Note>(Note{note, *result});
  }
  void add_note(int) override {}
  void drop_folder(int) override {}
  void touch(int) override { ++touches; }
  int next_id() override { return 42; }

  std::string text = "first";
  int loads = 0;
  int touches = 0;
  std::vector<std::string> searched;
  std::vector<Shorts> shorts;
  std::vector<Longs> longs;
};

struct NoteWorld : StillWorld {
  Source source;
  NoteCache cache{source, options<NoteCache>()};
};

}  // namespace

TEST_CASE("a mutation writes, then invalidates, then warms", "[SX-22][R-061][R-062][R-065][R-068]") {
  NoteWorld world;
  CHECK(world.cache.get_note(1)->text == "first1");
  world.cache.write_note(1, "second");
  CHECK(world.source.loads == 1);
  CHECK(world.executor->run_all() == 1);
  CHECK(world.source.loads == 2);
  const auto warm = world.cache.get_note(1);
  CHECK(warm->text == "second2");
  CHECK(warm.status() == tagcache::Status::hit);
  CHECK(world.source.loads == 2);
}

TEST_CASE("a mutation waits for what it warms, when the options say so", "[SX-22][R-065]") {
  NoteWorld world;
  tagcache::CacheOptions options = world.options<NoteCache>();
  options.warming = {.awaited = true, .time_limit = tagcache::Duration::zero()};
  NoteCache waiting(world.source, options);
  CHECK(waiting.get_note(1)->text == "first1");
  waiting.write_note(1, "second");
  CHECK(world.source.loads == 2);
  CHECK(world.executor->waiting() == 0);
  CHECK(waiting.get_note(1)->text == "second2");
}

TEST_CASE("a reader need not wait for the warming", "[SX-22]") {
  NoteWorld world;
  CHECK(world.cache.get_note(1)->text == "first1");
  world.cache.write_note(1, "second");
  CHECK(world.cache.get_note(1)->text == "second2");
}

TEST_CASE("a write that fails leaves the cache as it was", "[SX-22][R-067]") {
  NoteWorld world;
  CHECK(world.cache.get_note(1)->text == "first1");
  CHECK_THROWS_AS(world.cache.write_note(1, ""), std::runtime_error);
  CHECK(world.cache.get_note(1)->text == "first1");
  CHECK(world.executor->waiting() == 0);
}

TEST_CASE("a mutation gives back what the source returns", "[SX-22]") {
  NoteWorld world;
  CHECK(*world.cache.list_notes(3, 1) == 1);
  const Note created = world.cache.create_note(3, {"new", "Ann"}, 1);
  CHECK(created.id == 7);
  CHECK(created.text == "new");
  CHECK(world.executor->run_all() == 1);
  CHECK(*world.cache.list_notes(3, 1) == 2);
  CHECK(world.source.loads == 2);

  CHECK(*world.cache.list_notes(4, 1) == 3);
  const std::unique_ptr<Note> moved = world.cache.move_note(5, 3, 4, std::make_shared<std::string>("moved"));
  CHECK(moved->text == "moved");
  CHECK(*world.cache.list_notes(3, 1) == 4);
  CHECK(*world.cache.list_notes(4, 1) == 5);
}

TEST_CASE("a mutation warms with its arguments and with values that are the same each time", "[R-073][R-076]") {
  NoteWorld world;
  world.cache.add_note(5);
  CHECK(world.executor->run_all() == 3);
  CHECK(world.source.loads == 1);
  CHECK(world.source.searched ==
        std::vector<std::string>{"5 new, (all) newest 50 - -7 whole 255", "5  oldest 0 a - part 0"});

  CHECK(world.cache.list_notes(5, 1).status() == tagcache::Status::hit);
  CHECK(world.cache.search(5, "new, (all)", Order::newest, 50, std::nullopt, -7, true, 255).status() ==
        tagcache::Status::hit);
  CHECK(world.cache.search(5, "", Order::oldest, 0, "a", std::nullopt, false, 0).status() == tagcache::Status::hit);
  CHECK(world.cache.list_notes(5, 2).status() == tagcache::Status::miss);
}

TEST_CASE("the least and the most of each kind of number can be passed each time", "[R-073]") {
  NoteWorld world;
  world.cache.drop_folder(5);
  CHECK(world.executor->run_all() == 4);
  CHECK(world.source.shorts ==
        std::vector<Shorts>{{u8'\0', u'\0', U'\0', least<std::int8_t>, least<short>, least<int>, 0U},
                            {most<char8_t>, most<char16_t>, char32_t{0xFFFFFFFF}, most<std::int8_t>, most<short>,
                             most<int>, most<unsigned>}});
  const std::int64_t least_long = least<std::int64_t>;
  const std::uint64_t most_size = most<std::uint64_t>;
  CHECK(world.source.longs ==
        std::vector<Longs>{{least_long, least<long long>, 0U, 0U, least_long},
                           {most<std::int64_t>, most<long long>, most_size, most_size, std::int64_t{5}}});
}

TEST_CASE("a mutation may only write", "[SX-22][R-063][R-076]") {
  NoteWorld world;
  CHECK(world.cache.get_note(1)->text == "first1");
  world.cache.touch(1);
  CHECK(world.source.touches == 1);
  CHECK(world.cache.next_id() == 42);
  CHECK(world.cache.get_note(1)->text == "first1");
}

TEST_CASE("a mutation whose invalidation cannot be delivered gives its result back, says so, and warms",
          "[R-064][R-089][RX-22][RX-23]") {
  NoteWorld world;
  const auto faulty = std::make_shared<tagcache::testing::FaultyStore>(tagcache::memory());
  NoteCache cache{world.source, faulty, world.options<NoteCache>()};
  CHECK(cache.get_note(1)->text == "first1");
  CHECK(cache.write_note(1, "second").delivered());
  CHECK(world.executor->run_all() == 1);

  faulty->inject(tagcache::testing::StoreFunction::invalidate, {.error = true}, 2);
  const auto created = cache.create_note(3, {"new", "Ann"}, 1);
  CHECK_FALSE(created.delivered());
  CHECK(created->text == "new");
  CHECK(created.value().id == 7);
  CHECK_THROWS_AS(std::rethrow_exception(created.error()), tagcache::StoreError);
  CHECK(world.executor->waiting() == 1);
  const auto written = cache.write_note(1, "third");
  CHECK_FALSE(written.delivered());
  CHECK(world.executor->run_all() == 2);
  CHECK(cache.get_note(1)->text.starts_with("third"));

  world.executor->advance(std::chrono::seconds(1));
  world.executor->run_all();
  CHECK(cache.stats().undelivered == 0);
}
