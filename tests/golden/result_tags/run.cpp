#include "golden.hpp"
#include "result_tags_cache.hpp"

using press::Page;
using press::Post;
using press::PostId;
using press::PressCache;
using press::Row;
using press::Team;
using press::UserId;

namespace {

constexpr UserId ann{1};
constexpr UserId bob{2};
constexpr UserId eve{3};
constexpr auto news = PostId{10};
constexpr auto sport = PostId{11};

Post post(PostId id, UserId author) {
  Post made;
  made.id = id;
  made.author = author;
  return made;
}

struct Source : press::PressSource {
  std::vector<Post> list_posts(UserId user, int) override {
    ++loads;
    return {post(news, user), post(sport, bob)};
  }
  std::optional<Post> find_post(PostId) override {
    ++loads;
    return found;
  }
  Team get_team(const std::string&) override {
    ++loads;
    return {"desk", ann, {bob, eve}};
  }
  std::map<std::string, Team> all_teams() override {
    ++loads;
    return {{"desk", {"desk", ann, {}}}, {"web", {"web", bob, {}}}};
  }
  std::shared_ptr<const Page> front_page(int, int) override {
    ++loads;
    return page;
  }
  UserId newest_author() override {
    ++loads;
    return ann;
  }
  std::vector<std::optional<UserId>> all_authors() override {
    ++loads;
    return {ann, std::nullopt, eve};
  }
  void rename_user(UserId, const std::string&) override {}
  void move_member(const std::string&, UserId) override {}

  int loads = 0;
  std::optional<Post> found;
  std::shared_ptr<const Page> page;
};

struct PressWorld : StillWorld {
  Source source;
  PressCache cache{source, options<PressCache>()};

  /// Whether an invalidation of `tag` makes `read` load again.
  template <class Read>
  bool reaches(const PressCache::Tag& tag, Read read) {
    static_cast<void>(read());
    const int before = source.loads;
    cache.invalidate(tag);
    static_cast<void>(read());
    return source.loads > before;
  }
};

}  // namespace

TEST_CASE("a list carries a tag for each of its elements") {
  PressWorld world;
  const auto read = [&] { return world.cache.list_posts(ann, 1); };
  CHECK(read()->size() == 2);
  CHECK(world.reaches(world.cache.tags.posts(news), read));
  CHECK(world.reaches(world.cache.tags.posts(sport), read));
  CHECK(world.reaches(world.cache.tags.users(bob), read));
  CHECK(world.reaches(world.cache.tags.users(ann), read));
  CHECK(world.reaches(world.cache.tags.posts, read));
  CHECK_FALSE(world.reaches(world.cache.tags.posts(PostId{12}), read));
  CHECK_FALSE(world.reaches(world.cache.tags.users(eve), read));
  const tagcache::TagSet tags = read().entries().after.tags();
  CHECK(tags.size() == 4);  // that of the argument is also the author's of the first post
  CHECK(shape(world.cache.tags.users(ann)) == "users (1)");
}

TEST_CASE("what an optional or a pointer does not hold gives no tag") {
  PressWorld world;
  const auto read = [&] { return world.cache.find_post(news); };
  CHECK_FALSE(read()->has_value());
  CHECK(read().entries().after.tags().size() == 1);

  world.source.found = post(news, ann);
  world.cache.invalidate(world.cache.tags.posts(news));
  CHECK(read().entries().after.tags().size() == 2);
  CHECK(world.reaches(world.cache.tags.users(ann), read));
  CHECK_FALSE(world.reaches(world.cache.tags.users(bob), read));

  world.source.found->reviewer = bob;
  world.source.found->editors = {{eve, "Eve"}, {UserId{4}, "Dan"}};
  world.source.found->translator = std::make_shared<press::Person>(press::Person{UserId{5}, "Kim"});
  world.cache.invalidate(world.cache.tags.users(ann));
  for (const UserId user : {bob, eve, UserId{4}, UserId{5}}) CHECK(world.reaches(world.cache.tags.users(user), read));
}

TEST_CASE("a tag may mix arguments and paths") {
  PressWorld world;
  const auto read = [&] { return world.cache.get_team("desk"); };
  CHECK(world.reaches(world.cache.tags.teams("desk").members(eve), read));
  CHECK(world.reaches(world.cache.tags.teams("desk").members(ann), read));
  CHECK_FALSE(world.reaches(world.cache.tags.teams("web").members(eve), read));
}

TEST_CASE("paths that begin alike go through the same element") {
  PressWorld world;
  const auto read = [&] { return world.cache.all_teams(); };
  CHECK(world.reaches(world.cache.tags.teams("desk").members(ann), read));
  CHECK(world.reaches(world.cache.tags.teams("web").members(bob), read));
  CHECK_FALSE(world.reaches(world.cache.tags.teams("desk").members(bob), read));
}

TEST_CASE("containers in containers, and a null pointer as the value") {
  PressWorld world;
  const auto read = [&] { return world.cache.front_page(1, 2); };
  CHECK(*read() == nullptr);
  CHECK(read().entries().after.tags().size() == 1);

  auto page = std::make_shared<Page>();
  page->top = {sport, bob};
  page->rows.resize(2);
  page->rows[1].posts.push_back(nullptr);
  page->rows[1].posts.push_back(std::make_unique<Post>(post(news, ann)));
  page->rows[1].posts.back()->editors = {{eve, "Eve"}};
  world.source.page = page;
  world.cache.invalidate(world.cache.tags.feed);
  CHECK(read().entries().after.tags().size() == 4);
  CHECK(world.reaches(world.cache.tags.posts(news), read));
  CHECK(world.reaches(world.cache.tags.users(eve), read));
  CHECK(world.reaches(world.cache.tags.users(bob), read));
  CHECK_FALSE(world.reaches(world.cache.tags.posts(sport), read));
}

TEST_CASE("the value itself may be the id") {
  PressWorld world;
  CHECK(world.reaches(world.cache.tags.users(ann), [&] { return world.cache.newest_author(); }));
  CHECK(world.reaches(world.cache.tags.users(eve), [&] { return world.cache.all_authors(); }));
  CHECK_FALSE(world.reaches(world.cache.tags.users(bob), [&] { return world.cache.all_authors(); }));
}

TEST_CASE("warming and refreshing take the tags of the new value", "[SX-22]") {
  PressWorld world;
  world.cache.rename_user(bob, "Bob");
  CHECK(world.executor->run_all() == 1);
  CHECK(world.source.loads == 1);
  CHECK(world.reaches(world.cache.tags.users(ann), [&] { return world.cache.newest_author(); }));

  world.source.found = post(news, ann);
  static_cast<void>(world.cache.find_post(news));
  world.clock->advance(std::chrono::seconds(31));
  world.source.found = post(news, eve);
  CHECK(world.cache.find_post(news).status() == tagcache::Status::stale);
  CHECK(world.executor->run_all() == 1);
  CHECK((*world.cache.find_post(news))->author == eve);
  CHECK(world.reaches(world.cache.tags.users(eve), [&] { return world.cache.find_post(news); }));
}
