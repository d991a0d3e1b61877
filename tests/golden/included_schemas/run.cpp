#include "golden.hpp"
#include "included_schemas_cache.hpp"

using whole::WholeCache;

namespace {

struct Source : whole::WholeSource {
  std::string get_name(ids::User) override { return "name" + std::to_string(++loads); }
  whole::Summary get_summary(ids::User, ids::Post) override { return {"summary" + std::to_string(++loads)}; }
  void delete_post(ids::Post) override {}
  int loads = 0;
};

}  // namespace

TEST_CASE("what several schemas define is one cache", "[SX-17]") {
  StillWorld world;
  Source source;
  WholeCache cache(source, world.options<WholeCache>());
  const ids::User user{1};
  const ids::Post post{2};
  CHECK(*cache.get_name(user) == "name1");
  CHECK(cache.get_summary(user, post)->text == "summary2");
  cache.delete_post(post);
  CHECK(*cache.get_name(user) == "name1");
  CHECK(cache.get_summary(user, post)->text == "summary3");
  cache.invalidate(cache.tags.users(user));
  CHECK(*cache.get_name(user) == "name4");
  CHECK(cache.get_summary(user, post)->text == "summary5");
}
