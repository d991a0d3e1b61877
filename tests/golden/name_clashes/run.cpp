#include "golden.hpp"
#include "name_clashes_cache.hpp"

using clashes::BlogTags;
using clashes::User;
using clashes::Users;

namespace {

struct Source : clashes::BlogTagsSource {
  User user(Users user) override { return made("user" + std::to_string(user.value)); }
  User search(const std::string& query, int, int, const std::string& name, int, int, int) override {
    return made(query + name);
  }
  User getUser(Users, int) override { return made("getUser"); }
  User get_user(std::uint16_t, std::uint16_t) override { return made("get_user"); }
  std::string change(Users, int source, const std::string& tags, bool, const std::string& result) override {
    return std::to_string(source) + tags + result;
  }
  int value(Users user) override { return user.value; }
  void Search(Users) override {}
  clashes::ticket close(clashes::ticket closed) override { return {closed.number + 1}; }
  tagcache::Loaded<User> reserve(int Tag, int, int, int, int, int, int, clashes::ticket ticket, clashes::ticket next,
                                 const tagcache::Previous<User>&) override {
    return made(std::to_string(Tag + ticket.number + next.number));
  }
  int reserve_all(int Tag, int, int, int, int, int, clashes::ticket ticket, clashes::ticket next) override {
    return Tag + ticket.number + next.number;
  }
  User made(const std::string& text) { return {text + '#' + std::to_string(++loads)}; }
  int loads = 0;
};

}  // namespace

TEST_CASE("no name of a schema hides what generated code needs", "[SX-04]") {
  StillWorld world;
  Source source;
  BlogTags cache(source, world.options<BlogTags>());
  CHECK(cache.user({1})->name == "user1#1");
  CHECK(cache.search("q", 1, 2, "n", 3, 4, 5)->name == "qn#2");
  CHECK(*cache.value({7}) == 7);
  CHECK(cache.Search({7}).delivered());
  CHECK(cache.search("q", 1, 2, "n", 3, 4, 6)->name == "qn#3");
  CHECK(cache.search(tagcache::if_present, "q", 1, 2, "n", 3, 4, 6)->status() == tagcache::Status::hit);
  CHECK(cache.search(tagcache::force_refresh, "q", 1, 2, "n", 3, 4, 6)->name == "qn#4");
  CHECK(cache.getUser({1}, 2)->name == "getUser#5");
  CHECK(cache.get_user(1, 2)->name == "get_user#6");
  CHECK(*cache.change({1}, 7, "tags", true, "result") == "7tagsresult");
  CHECK(cache.close({1})->number == 2);
  CHECK(world.executor->run_all() == 1);
  CHECK(cache.user({1})->name == "user1#7");
  CHECK(cache.reserve(1, 2, 3, 4, 5, 7, 8, {20}, {300})->name == "321#8");
  CHECK(*cache.reserve_all(1, 2, 3, 4, 5, 6, {20}, {300}) == 321);
  CHECK(world.executor->run_all() == 1);
  CHECK(cache.reserve(1, 2, 3, 4, 5, 7, 8, {20}, {300})->name == "321#9");
}

TEST_CASE("every tag can be reached, whatever its name", "[SX-03][SX-04]") {
  const auto& tags = BlogTags::tags;
  CHECK(shape(tags.users({1}).user.users(2)) == "users (1) user users (2)");
  CHECK(shape(tags.users.by_user) == "users by_user");
  CHECK(shape(tags.tag({1})) == "tag (1)");
  CHECK(shape(tags.tag_of) == "tag_of");
  CHECK(shape(tags.Config) == "Config");
  CHECK(shape(tags.config) == "config");
  CHECK(shape(tags.friends(1).friends(2)) == "friends (1) friends (2)");
  CHECK(shape(tags.blog_tags) == "blog_tags");
}
