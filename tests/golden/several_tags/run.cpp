#include "golden.hpp"
#include "several_tags_cache.hpp"

using library::LibraryCache;

namespace {

struct Source : library::LibrarySource {
  int get_book(int, int) override { return ++loads; }
  int compare_authors(int left, int right) override { return ++loads * 100 + left * 10 + right; }
  void move_book(int, int, int) override { ++writes; }
  int count() override { return writes; }
  int loads = 0;
  int writes = 0;
};

struct LibraryWorld : StillWorld {
  Source source;
  LibraryCache cache{source, options<LibraryCache>()};
};

}  // namespace

TEST_CASE("any tag of an entry invalidates it", "[S-054][R-105]") {
  LibraryWorld world;
  CHECK(*world.cache.get_book(1, 2) == 1);
  world.cache.invalidate(world.cache.tags.books(2));
  CHECK(*world.cache.get_book(1, 2) == 2);
  world.cache.invalidate(world.cache.tags.authors(1).books);
  CHECK(*world.cache.get_book(1, 2) == 3);
  world.cache.invalidate(world.cache.tags.authors(1));
  CHECK(*world.cache.get_book(1, 2) == 4);
  world.cache.invalidate(world.cache.tags.catalogue);
  CHECK(*world.cache.get_book(1, 2) == 5);
  world.cache.invalidate(world.cache.tags.books(1));
  world.cache.invalidate(world.cache.tags.authors(2));
  CHECK(*world.cache.get_book(1, 2) == 5);
}

TEST_CASE("ids are filled by name, never by place", "[SX-06][SX-07][R-044][R-106]") {
  LibraryWorld world;
  const auto tags = world.cache.get_book(1, 2).entries().after.tags();
  REQUIRE(tags.size() == 3);
  CHECK(tags[0] == world.cache.tags.books(2).path());
  CHECK(tags[1] == world.cache.tags.authors(1).books.path());
}

TEST_CASE("two arguments may be of one id", "[SX-06]") {
  LibraryWorld world;
  CHECK(*world.cache.compare_authors(1, 2) == 112);
  CHECK(*world.cache.compare_authors(2, 1) == 221);
  world.cache.invalidate(world.cache.tags.authors(2));
  CHECK(*world.cache.compare_authors(1, 2) == 312);
  CHECK(*world.cache.compare_authors(2, 1) == 421);
}

TEST_CASE("tags are expired as they are invalidated, one or several, exact or with all below") {
  LibraryWorld world;
  using tagcache::Status;
  const auto& tags = world.cache.tags;
  const auto status = [&] {
    const Status now = world.cache.get_book(1, 2).status();
    world.executor->run_all();
    return now;
  };
  CHECK(status() == Status::miss);
  world.cache.expire(tags.authors(1));
  CHECK(status() == Status::stale);
  CHECK(status() == Status::hit);
  world.cache.expire(tagcache::exact(tags.authors(1)));
  CHECK(status() == Status::hit);
  world.cache.expire(tagcache::exact(tags.authors(1).books));
  CHECK(status() == Status::stale);
  world.cache.expire({tags.books(9), tags.books(2)});
  CHECK(status() == Status::stale);
  const std::vector<LibraryCache::Tag> several{tags.books(9), tags.books(2)};
  world.cache.expire(several);
  CHECK(status() == Status::stale);
  world.cache.invalidate({tags.books(9), tagcache::softly(tags.books(2))});
  CHECK(status() == Status::stale);
  world.cache.invalidate({tags.books(9), tagcache::softly(tagcache::exact(tags.authors(1)))});
  CHECK(status() == Status::hit);
  world.cache.invalidate({tagcache::softly(tags.books(2)), tagcache::exact(tags.authors(1).books)});
  CHECK(status() == Status::reloaded);
}

TEST_CASE("several tags go in one call", "[S-068][SX-14]") {
  LibraryWorld world;
  CHECK(*world.cache.get_book(1, 1) == 1);
  CHECK(*world.cache.get_book(2, 2) == 2);
  CHECK(*world.cache.get_book(3, 3) == 3);
  world.cache.invalidate({world.cache.tags.books(1), world.cache.tags.authors(2)});
  CHECK(*world.cache.get_book(1, 1) == 4);
  CHECK(*world.cache.get_book(2, 2) == 5);
  CHECK(*world.cache.get_book(3, 3) == 3);
}

TEST_CASE("a mutation invalidates all that it names", "[S-068][SX-22]") {
  LibraryWorld world;
  CHECK(*world.cache.get_book(1, 9) == 1);
  CHECK(*world.cache.get_book(2, 8) == 2);
  CHECK(*world.cache.get_book(3, 7) == 3);
  world.cache.move_book(9, 1, 2);
  CHECK(*world.cache.get_book(1, 9) == 4);
  CHECK(*world.cache.get_book(2, 8) == 5);
  CHECK(*world.cache.get_book(3, 7) == 3);
  CHECK(world.cache.count() == 1);
}
