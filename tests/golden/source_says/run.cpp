#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "golden.hpp"
#include "source_says_cache.hpp"

using news::Article;
using news::ArticleId;
using news::Front;
using tagcache::Loaded;
using tagcache::Previous;
using tagcache::Status;

namespace {

constexpr ArticleId first{1};
constexpr ArticleId second{2};

struct Source : news::NewsSource {
  Loaded<Article> get_article(ArticleId, const Previous<Article>& previous) override {
    ++loads;
    if (previous.entry() && previous.validator() == title) return tagcache::unchanged;
    return Loaded(Article{title, true}).validator(title);
  }
  std::optional<Article> find_article(ArticleId) override {
    ++loads;
    return found;
  }
  Loaded<std::shared_ptr<const Front>> get_lead(int, const Previous<std::shared_ptr<const Front>>& previous) override {
    ++loads;
    if (previous.entry()) return tagcache::unchanged;
    return front;
  }
  Loaded<Front> front_page(const Previous<Front>& previous) override {
    ++loads;
    if (previous.entry() && keeps_page) {
      auto same = Loaded<Front>(tagcache::unchanged);
      if (told) same.tags({news::NewsCache::tags.articles(*told)});
      return same;
    }
    Front made;
    made.articles = {first};
    if (checked) made.checked = std::make_unique<std::optional<bool>>(*checked);
    return made;
  }
  std::optional<int> maybe() override {
    ++loads;
    return number;
  }
  void publish(ArticleId) override {}

  int loads = 0;
  std::string title = "one";
  std::optional<Article> found;
  std::shared_ptr<const Front> front;
  bool keeps_page = false;
  std::optional<ArticleId> told;
  std::optional<std::optional<bool>> checked = std::optional(true);
  std::optional<int> number;
};

struct NewsWorld : StillWorld {
  Source source;
  news::NewsCache cache{source, options<news::NewsCache>()};

  /// Whether `read` is served from the cache the second time.
  template <class Read>
  bool keeps(Read read) {
    cache.clear();
    static_cast<void>(read());
    const int before = source.loads;
    static_cast<void>(read());
    return source.loads == before;
  }
};

}  // namespace

TEST_CASE("a source that is shown what is stored may say that it still holds") {
  NewsWorld world;
  const auto before = world.cache.get_article(first);
  SECTION("after an invalidation") {
    world.cache.invalidate(world.cache.tags.articles(first));
    CHECK(world.cache.get_article(first).status() == Status::reloaded);
  }
  SECTION("in the background") {
    world.clock->advance(std::chrono::seconds(31));
    CHECK(world.cache.get_article(first).status() == Status::stale);
    CHECK(world.executor->run_all() == 1);
  }
  SECTION("when it is warmed") {
    world.cache.publish(first);
    CHECK(world.executor->run_all() == 1);
  }
  const auto after = world.cache.get_article(first);
  CHECK(after.status() == Status::hit);
  CHECK(&*after == &*before);
  CHECK(after.entries().after.validator() == "one");
  CHECK(world.source.loads == 2);
  world.source.title = "two";
  world.cache.invalidate(world.cache.tags.articles(first));
  CHECK(world.cache.get_article(first)->title == "two");
}

TEST_CASE("a value is kept while its condition holds") {
  NewsWorld world;
  const auto read = [&] { return world.cache.find_article(first); };
  CHECK_FALSE(world.keeps(read));  // nothing is not published
  world.source.found = Article{"draft", false};
  CHECK_FALSE(world.keeps(read));
  world.source.found->published = true;
  CHECK(world.keeps(read));
  CHECK((*read())->title == "draft");
}

TEST_CASE("a condition may ask whether something is there") {
  NewsWorld world;
  const auto read = [&] { return world.cache.get_lead(7); };
  CHECK_FALSE(world.keeps(read));
  world.source.front = std::make_shared<Front>();
  CHECK_FALSE(world.keeps(read));
  auto with_lead = std::make_shared<Front>();
  with_lead->lead = second;
  world.source.front = with_lead;
  CHECK(world.keeps(read));

  const auto maybe = [&] { return world.cache.maybe(); };
  CHECK_FALSE(world.keeps(maybe));
  world.source.number = 0;
  CHECK(world.keeps(maybe));
}

TEST_CASE("a condition looks into pointers and optionals, and what is not there does not hold") {
  NewsWorld world;
  const auto read = [&] { return world.cache.front_page(); };
  CHECK(world.keeps(read));
  world.source.checked = std::optional(false);
  CHECK_FALSE(world.keeps(read));
  world.source.checked = std::optional<bool>();
  CHECK_FALSE(world.keeps(read));
  world.source.checked = std::nullopt;
  CHECK_FALSE(world.keeps(read));
}

TEST_CASE("what is unchanged keeps the tags of its value, and its condition is asked again") {
  NewsWorld world;
  const auto read = [&] { return world.cache.front_page(); };
  const auto reached_by = [&](ArticleId article) {
    const int before = world.source.loads;
    world.cache.invalidate(world.cache.tags.articles(article));
    static_cast<void>(read());
    return world.source.loads > before;
  };
  static_cast<void>(read());
  world.source.keeps_page = true;
  CHECK(reached_by(first));
  CHECK(read().status() == Status::hit);
  CHECK(reached_by(first));
  CHECK_FALSE(reached_by(second));
  world.source.told = second;
  CHECK(reached_by(first));
  CHECK(reached_by(second));
  CHECK(reached_by(first));
}
