#include "blog_cache.hpp"
#include "golden.hpp"

using blog::BlogCache;
using blog::Comment;
using blog::Post;
using blog::PostId;
using blog::User;
using blog::UserId;
using tagcache::Status;

namespace {

struct Source : blog::BlogSource {
  User get_user(UserId user) override {
    ++user_loads;
    return {user, name};
  }
  std::optional<Comment> find_comment(PostId, std::uint64_t comment) override {
    ++comment_loads;
    if (comment == 0) return std::nullopt;
    return Comment{comment, "text"};
  }
  std::vector<Post> list_posts(UserId, int page) override {
    ++list_loads;
    return {{{static_cast<std::uint64_t>(page)}, "Test"}};
  }
  void rename_user(UserId, const std::string& new_name) override { name = new_name; }

  std::string name = "Alice";
  int user_loads = 0;
  int comment_loads = 0;
  int list_loads = 0;
};

struct BlogWorld : StillWorld {
  Source source;
  BlogCache cache{source, options<BlogCache>()};
};

static_assert(std::is_same_v<decltype(std::declval<BlogCache&>().get_user(UserId{})), tagcache::Handle<User>>);
static_assert(!std::is_convertible_v<decltype(BlogCache::tags.users), std::string>);

}  // namespace

TEST_CASE("the type of a result is known at the call", "[S-036][S-076]") {
  BlogWorld world;
  const auto handle = world.cache.get_user(UserId{123});
  const User& user = *handle;
  CHECK(user.id.value == 123);
  CHECK(user.name == "Alice");
}

TEST_CASE("the cache has the defaults of its schema", "[S-041][SX-11]") {
  using namespace std::chrono_literals;
  CHECK(BlogCache::default_options().prefix == "BlogCache");
  CHECK(BlogCache::default_options().defaults.ttl == 30s);
  CHECK(BlogCache::default_options().defaults.grace == 5min);
}

TEST_CASE("one call may say what its options are, and what it says goes before the query's") {
  using namespace std::chrono_literals;
  BlogWorld world;
  static_cast<void>(world.cache.get_user(tagcache::QueryOptions{.ttl = 1s}, UserId{1}));
  world.clock->advance(999ms);
  CHECK(world.cache.get_user(UserId{1}).status() == Status::hit);
  world.clock->advance(1ms);
  // Its grace is still that of the schema.
  CHECK(world.cache.get_user(UserId{1}).status() == Status::stale);
  CHECK(world.cache.get_user(tagcache::QueryOptions{.grace = 0s}, UserId{1}).status() == Status::reloaded);
}

TEST_CASE("a call that wants what is present never loads and starts no refresh") {
  using namespace std::chrono_literals;
  BlogWorld world;
  CHECK_FALSE(world.cache.get_user(tagcache::if_present, UserId{1}));
  CHECK(world.source.user_loads == 0);
  static_cast<void>(world.cache.get_user(UserId{1}));
  CHECK(world.cache.get_user(tagcache::if_present, UserId{1}).value()->name == "Alice");
  world.clock->advance(5min);
  CHECK(world.cache.get_user(tagcache::if_present, UserId{1})->status() == Status::stale);
  world.clock->advance(5min);
  CHECK_FALSE(world.cache.get_user(tagcache::if_present, UserId{1}));
  CHECK(world.executor->waiting() == 0);
  CHECK(world.source.user_loads == 1);
}

TEST_CASE("a call may force a load, whose value is kept") {
  using namespace std::chrono_literals;
  BlogWorld world;
  static_cast<void>(world.cache.get_user(UserId{1}));
  world.source.name = "Bob";
  CHECK(world.cache.get_user(UserId{1})->name == "Alice");
  const auto forced = world.cache.get_user({tagcache::force_refresh, {.ttl = 1h}}, UserId{1});
  CHECK(forced->name == "Bob");
  CHECK(forced.status() == Status::reloaded);
  world.clock->advance(59min);
  CHECK(world.cache.get_user(UserId{1}).status() == Status::hit);
  CHECK(world.source.user_loads == 2);
}

TEST_CASE("a call may hear of the refresh that it starts: old, new, and whether they differ", "[S-048]") {
  using namespace std::chrono_literals;
  BlogWorld world;
  std::vector<std::string> heard;
  const auto read = [&] {
    const auto hear = [&heard](const tagcache::Refreshed<blog::User>& it) {
      heard.push_back(it.before.value().name + (it.changed ? " became " : " is still ") + it.after.value().name);
    };
    return world.cache.get_user(tagcache::PerCall().on_refreshed<blog::User>(hear), UserId{1}).status();
  };
  CHECK(read() == Status::miss);
  CHECK(read() == Status::hit);
  world.executor->run_all();
  CHECK(heard.empty());
  world.clock->advance(5min);
  CHECK(read() == Status::stale);
  world.executor->run_all();
  world.source.name = "Bob";
  world.clock->advance(5min);
  CHECK(read() == Status::stale);
  world.executor->run_all();
  CHECK(heard == std::vector<std::string>{"Alice is still Alice", "Alice became Bob"});

  const auto wrong = [](const tagcache::Refreshed<int>&) {};
  CHECK_THROWS_AS(world.cache.get_user(tagcache::PerCall().on_refreshed<int>(wrong), UserId{1}), std::invalid_argument);
}

TEST_CASE("a query's own options win", "[S-047][SX-12]") {
  using namespace std::chrono_literals;
  BlogWorld world;
  const auto user = world.cache.get_user(UserId{1}).entries().after;
  CHECK(user.expires_at() - world.clock->now() == 5min);
  CHECK(user.grace_until() == user.expires_at() + 5min);
  const auto posts = world.cache.list_posts(UserId{1}, 1).entries().after;
  CHECK(posts.expires_at() - world.clock->now() == 30s);
  CHECK_FALSE(posts.grace_until().has_value());
}

TEST_CASE("the value stays while nothing is invalidated", "[S-049][S-050][S-057]") {
  BlogWorld world;
  CHECK(world.cache.get_user(UserId{1})->name == "Alice");
  world.source.name = "Alice Updated";
  CHECK(world.cache.get_user(UserId{1})->name == "Alice");
  CHECK(world.source.user_loads == 1);
}

TEST_CASE("a member that does not exist is cached too", "[S-056]") {
  BlogWorld world;
  CHECK_FALSE(world.cache.find_comment(PostId{1}, 0)->has_value());
  CHECK_FALSE(world.cache.find_comment(PostId{1}, 0)->has_value());
  CHECK(world.source.comment_loads == 1);
}

TEST_CASE("entries before and after", "[S-077][S-078][S-079]") {
  BlogWorld world;
  const auto first = world.cache.get_user(UserId{123}).entries();
  CHECK_FALSE(first.before.has_value());
  CHECK(first.after.value().name == "Alice");
  const auto second = world.cache.get_user(UserId{123}).entries();
  REQUIRE(second.before.has_value());
  CHECK(*second.before == second.after);
  CHECK(second.after == first.after);
}

TEST_CASE("clear drops everything", "[S-070]") {
  BlogWorld world;
  CHECK(world.cache.get_user(UserId{1})->name == "Alice");
  world.cache.clear();
  CHECK(world.cache.get_user(UserId{1})->name == "Alice");
  CHECK(world.source.user_loads == 2);
}

TEST_CASE("disconnect stops background work, reads go on", "[S-071]") {
  using namespace std::chrono_literals;
  BlogWorld world;
  CHECK(world.cache.get_user(UserId{1})->name == "Alice");
  world.cache.disconnect();
  world.clock->advance(6min);
  CHECK(world.cache.get_user(UserId{1})->name == "Alice");
  CHECK(world.executor->run_all() == 0);
}

TEST_CASE("the primitives are within reach", "[S-038][S-072][S-073]") {
  using namespace std::chrono_literals;
  BlogWorld world;
  world.cache.primitives().set("manual", std::string("value"), {tagcache::Tag("manual")}, {.ttl = 1h});
  CHECK(**world.cache.primitives().get<std::string>("manual") == "value");
  world.cache.primitives().invalidate(tagcache::Tag("manual"));
  CHECK_FALSE(world.cache.primitives().get<std::string>("manual").has_value());
  world.cache.primitives().set("manual", 7, {});
  world.cache.primitives().del("manual");
  CHECK_FALSE(world.cache.primitives().get<int>("manual").has_value());
}

TEST_CASE("options made by hand keep what the schema says of what they leave open", "[S-041]") {
  using namespace std::chrono_literals;
  StillWorld world;
  Source source;
  BlogCache cache(source, tagcache::memory(), {.defaults = {.ttl = 1h}, .clock = world.clock});
  const auto post = cache.find_comment(PostId{1}, 1).entries().after;
  CHECK(post.expires_at() == world.clock->now() + 1h);
  CHECK(post.grace_until() == post.expires_at() + 5min);
  CHECK(cache.get_user(UserId{1}).entries().after.expires_at() == world.clock->now() + 5min);
  BlogCache second(source, tagcache::memory(), {.clock = world.clock});
  CHECK(second.find_comment(PostId{1}, 1).entries().after.expires_at() == world.clock->now() + 30s);
}

TEST_CASE("two caches on one store share tags and not keys", "[S-041]") {
  StillWorld world;
  Source source;
  const auto store = tagcache::memory();
  BlogCache one(source, store, world.options<BlogCache>());
  tagcache::CacheOptions options = world.options<BlogCache>();
  options.prefix = "other";
  BlogCache other(source, store, options);
  CHECK(one.get_user(UserId{1})->name == "Alice");
  CHECK(other.get_user(UserId{1}).status() == tagcache::Status::miss);
  one.invalidate(one.tags.users(UserId{1}));
  CHECK(other.get_user(UserId{1}).status() == tagcache::Status::reloaded);
}

TEST_CASE("renaming a user refreshes what shows the name", "[S-039][S-059]") {
  BlogWorld world;
  CHECK(world.cache.get_user(UserId{1})->name == "Alice");
  CHECK(world.cache.list_posts(UserId{1}, 1)->size() == 1);
  CHECK(world.cache.list_posts(UserId{2}, 1)->size() == 1);
  world.cache.rename_user(UserId{1}, "Ann");
  CHECK(world.executor->run_all() == 1);
  CHECK(world.cache.get_user(UserId{1}).status() == tagcache::Status::hit);
  CHECK(world.cache.get_user(UserId{1})->name == "Ann");
  CHECK(world.cache.list_posts(UserId{1}, 1).status() == tagcache::Status::reloaded);
  CHECK(world.cache.list_posts(UserId{2}, 1).status() == tagcache::Status::hit);
}

TEST_CASE("each query is counted by its name, reads by hand apart", "[R-097]") {
  BlogWorld world;
  static_cast<void>(world.cache.get_user(UserId{1}));
  static_cast<void>(world.cache.get_user(UserId{1}));
  static_cast<void>(world.cache.list_posts(UserId{1}, 2));
  auto stats = world.cache.stats();
  CHECK(stats.cache == "BlogCache");
  REQUIRE(stats.queries.size() == 3);
  CHECK(stats.queries[0].query == "get_user");
  CHECK(stats.queries[0].hits == 1);
  CHECK(stats.queries[0].loads() == 1);
  CHECK(stats.queries[1].query == "find_comment");
  CHECK(stats.queries[1].reads() == 0);
  CHECK(stats.queries[2].misses() == 1);
  static_cast<void>(world.cache.primitives().get<int>("by hand"));
  world.cache.rename_user(UserId{1}, "Ann");
  stats = world.cache.stats();
  REQUIRE(stats.queries.size() == 4);
  CHECK(stats.queries[3].query == "primitives");
  CHECK(stats.tags.at(0).pattern == "users(*)");
  CHECK(stats.queries[0].refreshes == 1);
  CHECK(world.executor->run_all() == 1);
  stats = world.cache.stats();
  CHECK(stats.queries[0].warmed == 1);
  CHECK(stats.total().loads() == 3);
  world.cache.reset_stats();
  CHECK(world.cache.stats().total().loads() == 0);
}
