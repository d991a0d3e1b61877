#include "documentation_cache.hpp"
#include "golden.hpp"

namespace {

struct Source : BookSource {
  std::string get_title(std::uint64_t) override { return "Ulysses, " + std::to_string(++loads); }
  int count_reviews(std::uint64_t) override { return reviews; }
  std::string name_of(std::uint64_t) override { return "James Joyce"; }
  void add_review(std::uint64_t, const std::string&) override { ++reviews; }

  int loads = 0;
  int reviews = 0;
};

}  // namespace

TEST_CASE("what is documented works as if it were not") {
  StillWorld world;
  Source source;
  BookCache cache(source, world.options<BookCache>());
  CHECK(*cache.get_title(1) == "Ulysses, 1");
  cache.on_edition_printed(1);
  CHECK(*cache.get_title(1) == "Ulysses, 2");
  CHECK(*cache.count_reviews(1) == 0);
  cache.add_review(1, "long");
  CHECK(*cache.count_reviews(1) == 1);
  CHECK(*cache.name_of(3) == "James Joyce");
}
