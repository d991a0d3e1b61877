#include "golden.hpp"
#include "wild_below_wild_cache.hpp"

using grid::GridCache;

TEST_CASE("an id may follow an id", "[S-007][SX-03]") {
  constexpr auto tags = GridCache::tags;
  CHECK(shape(tags.cells(1)) == "cells (1)");
  CHECK(shape(tags.cells(1)(2)) == "cells (1) (2)");
  CHECK(shape(tags.cells(1)(2).notes) == "cells (1) (2) notes");
  CHECK(shape(tags.cells(1).title) == "cells (1) title");
}

namespace {

struct Source : grid::GridSource {
  int get_cell(int row, int column) override { return ++loads * 100 + row * 10 + column; }
  std::string get_notes(int, int) override { return "notes" + std::to_string(++loads); }
  std::string get_title(int) override { return "title" + std::to_string(++loads); }
  int loads = 0;
};

}  // namespace

TEST_CASE("invalidation goes through both ids", "[S-007]") {
  StillWorld world;
  Source source;
  GridCache cache(source, world.options<GridCache>());
  CHECK(*cache.get_cell(1, 2) == 112);
  CHECK(*cache.get_cell(2, 1) == 221);
  CHECK(*cache.get_notes(1, 2) == "notes3");
  CHECK(*cache.get_title(1) == "title4");

  cache.invalidate(cache.tags.cells(1)(2));
  CHECK(*cache.get_title(1) == "title4");
  CHECK(*cache.get_cell(2, 1) == 221);
  CHECK(*cache.get_cell(1, 2) == 512);
  CHECK(*cache.get_notes(1, 2) == "notes6");

  cache.invalidate(cache.tags.cells(1));
  CHECK(*cache.get_cell(2, 1) == 221);
  CHECK(*cache.get_title(1) == "title7");
}
