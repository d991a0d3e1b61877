#include "golden.hpp"
#include "intersections_cache.hpp"

using wall::PostId;
using wall::Shown;
using wall::UserId;
using wall::WallCache;

namespace {

constexpr auto ann = UserId{1};
constexpr auto bob = UserId{2};
constexpr auto news = PostId{10};
constexpr auto sport = PostId{11};

struct Source : wall::WallSource {
  std::string opinion(UserId, PostId) override { return "fine"; }
  int own_comments(UserId, PostId) override { return 3; }
  bool shared_post(UserId, UserId, PostId) override { return true; }
  std::vector<Shown> timeline(UserId, int page) override {
    if (page == 1) return {{news, bob}, {sport, std::nullopt}};
    return {{sport, bob}};
  }
  std::vector<Shown> front_page(const std::string&) override { return {{news, ann}, {sport, bob}}; }
  std::string banner(UserId) override { return "buy"; }
  std::string headline(PostId) override { return "news"; }
  void hide_post(UserId, PostId) override {}
  void new_campaign(UserId, const std::string&) override {}
};

struct World : StillWorld {
  Source source;
  WallCache cache{source, options<WallCache>()};

  World() { fill(); }
  void fill() {
    for (const UserId user : {ann, bob}) {
      for (const PostId post : {news, sport}) {
        static_cast<void>(cache.opinion(user, post));
        static_cast<void>(cache.own_comments(user, post));
      }
      static_cast<void>(cache.timeline(user, 1));
      static_cast<void>(cache.timeline(user, 2));
      static_cast<void>(cache.banner(user));
    }
    static_cast<void>(cache.shared_post(ann, bob, news));
    static_cast<void>(cache.front_page("north"));
    static_cast<void>(cache.headline(news));
  }

  /// What is gone, in the order of the schema.
  [[nodiscard]] std::string gone() {
    std::string gone;
    const auto look = [&](const std::string& name, const auto& present) {
      if (!present) gone += (gone.empty() ? "" : ", ") + name;
    };
    constexpr auto stored = tagcache::if_present;
    for (const UserId user : {ann, bob}) {
      const std::string who = user == ann ? "ann" : "bob";
      look(who + " on news", cache.opinion(stored, user, news));
      look(who + " on sport", cache.opinion(stored, user, sport));
      look(who + "'s comments on news", cache.own_comments(stored, user, news));
      look(who + "'s first page", cache.timeline(stored, user, 1));
      look(who + "'s second page", cache.timeline(stored, user, 2));
      look(who + "'s banner", cache.banner(stored, user));
    }
    look("shared post", cache.shared_post(stored, ann, bob, news));
    look("front page", cache.front_page(stored, "north"));
    look("headline", cache.headline(stored, news));
    return gone;
  }
};

}  // namespace

TEST_CASE("an intersection takes what carries all of its tags, from arguments, from below, and from the value") {
  World world;
  const auto& tags = world.cache.tags;
  world.cache.invalidate(tags.users(ann) & tags.posts(news));
  CHECK(world.gone() == "ann on news, ann's comments on news, ann's first page, shared post, front page");
}

TEST_CASE("the order of its tags does not matter, and an id that is shown beside another counts with it") {
  World world;
  const auto& tags = world.cache.tags;
  world.cache.invalidate(tags.posts(news) & tags.users(bob));
  CHECK(world.gone() == "bob on news, bob's comments on news, bob's first page, shared post, front page");
}

TEST_CASE("exact takes what carries exactly the tags of the intersection") {
  World world;
  const auto& tags = world.cache.tags;
  world.cache.invalidate(tagcache::exact(tags.users(ann) & tags.posts(news)));
  CHECK(world.gone() == "ann on news, ann's first page, shared post, front page");
}

TEST_CASE("three tags, and a tag without an id") {
  World world;
  const auto& tags = world.cache.tags;
  SECTION("in any order") { world.cache.invalidate(tags.users(ann) & (tags.regions("north") & tags.posts)); }
  SECTION("from left to right") { world.cache.invalidate(tags.posts & tags.users(ann) & tags.regions("north")); }
  CHECK(world.gone() == "front page");
  world.cache.invalidate(tags.users(ann) & tags.ads);
  CHECK(world.gone() == "ann's banner, front page");
}

TEST_CASE("an intersection can be expired, kept as a tag, and be one of several") {
  World world;
  const auto& tags = world.cache.tags;
  world.cache.expire(tags.users(ann) & tags.posts(news));
  CHECK(world.cache.opinion(ann, news).status() == tagcache::Status::stale);
  CHECK(world.cache.opinion(ann, sport).status() == tagcache::Status::hit);
  const WallCache::Tag kept = tags.users(bob) & tags.posts(sport);
  CHECK(kept == WallCache::Tag(tags.posts(sport) & tags.users(bob)));
  world.cache.invalidate({kept, tagcache::softly(tags.users(bob) & tags.ads)});
  CHECK(world.gone() == "bob on sport, bob's first page, bob's second page, front page");
  CHECK(world.cache.banner(bob).status() == tagcache::Status::stale);
}

TEST_CASE("mutations and events invalidate intersections") {
  World world;
  world.cache.hide_post(ann, news);
  CHECK(world.gone() == "ann on news, ann's comments on news, ann's first page, shared post, front page");
  World other;
  other.cache.new_campaign(ann, "north");
  CHECK(other.gone() == "ann's banner, front page");
  World third;
  third.cache.on_friend_left(bob, sport);
  CHECK(third.gone() == "bob on sport, bob's first page, bob's second page, front page");
}

TEST_CASE("an invalidation of an intersection while the query loads wins") {
  World world;
  struct Late : Source {
    WallCache* cache = nullptr;
    std::vector<Shown> timeline(UserId user, int) override {
      cache->invalidate(cache->tags.users(user) & cache->tags.posts(news));
      return {{news, std::nullopt}};
    }
  } late;
  WallCache cache(late, world.options<WallCache>());
  late.cache = &cache;
  static_cast<void>(cache.timeline(ann, 3));
  CHECK_FALSE(cache.timeline(tagcache::if_present, ann, 3));
}
