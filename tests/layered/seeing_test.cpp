#include <array>
#include <string>
#include <tagcache/prometheus.hpp>
#include <vector>

#include "catch.hpp"
#include "nodes.hpp"

/// What the statistics of a cache say of memory, the remote store behind it, and what is between them.
namespace {

using State = tagcache::Health::State;

tagcache::CacheOptions options_of(const Two& two, std::string prefix = "app") {
  return {.prefix = std::move(prefix),
          .defaults = {.ttl = 1h},
          .clock = two.clock,
          .executor = std::make_shared<tagcache::testing::ManualExecutor>()};
}

void read(tagcache::Primitives& cache, const std::string& key) {
  static_cast<void>(cache.query<int>(key, {}, [] { return 1; }));
}

bool has_line(const std::string& text, const std::string& line) { return text.find(line + '\n') != std::string::npos; }

}  // namespace

TEST_CASE("the statistics of a cache tell of the memory in front, and how it gets on with the remote store") {
  Two two;
  tagcache::Primitives cache(two.a.store, options_of(two));
  read(cache, "k");
  tagcache::Primitives other(two.b.store, options_of(two));
  read(other, "k");
  const tagcache::Stats stats = other.stats();
  REQUIRE(stats.memory);
  CHECK(stats.memory->store == two.b.memory->stats().store);
  CHECK(stats.memory->entries == 1);
  REQUIRE(stats.layered);
  CHECK(stats.layered->hears);
  CHECK(stats.layered->remote_hits == 1);
  CHECK(stats.layered->distrusted == 1);
  CHECK_FALSE(tagcache::Primitives(tagcache::memory()).stats().layered);
}

TEST_CASE("a remote store that fails while memory goes on is seen in health, and so is its return") {
  Two two;
  tagcache::Primitives cache(two.a.store, options_of(two));
  const auto read_surely = [&cache] {
    const auto handle = cache.query<int>("k", {}, [] { return 1; }, {.consistency = Consistency::strict});
    CHECK(handle.value() == 1);
  };
  const auto health = [&cache] { return cache.stats().health; };
  read_surely();
  CHECK(health().state == State::ok);

  two.a.remote->down(true);
  read_surely();  // asks twice: what is there, and when it loads
  CHECK(health().state == State::degraded);
  CHECK(health().reasons == std::vector<std::string>{"the remote store failed 2 times in a row"});
  CHECK(cache.stats().store_errors == tagcache::Stats().store_errors);  // none came so far
  for (int i = 0; i < 4; ++i) read_surely();
  CHECK(two.a.store->stats().failures_in_a_row == 10);
  CHECK(health().state == State::down);

  two.a.remote->down(false);
  read_surely();
  CHECK(health().state == State::ok);
  CHECK(two.a.store->stats().failures_in_a_row == 0);
  CHECK(two.a.store->stats().failures == 10);
}

TEST_CASE("a write that the remote store refuses counts as one that failed, and one that it takes ends the row") {
  Two two;
  two.a.remote->down(true);
  CHECK_THROWS_AS(two.a.invalidate(Tag("t")), tagcache::StoreError);
  CHECK_THROWS_AS(two.a.erase("k"), tagcache::StoreError);
  CHECK(two.a.store->stats().failures_in_a_row == 2);
  two.a.remote->down(false);
  two.a.invalidate(Tag("t"));
  CHECK(two.a.store->stats().failures_in_a_row == 0);
}

TEST_CASE("a node that hears nothing of the others is degraded, whatever else goes well") {
  Two two;
  tagcache::Primitives cache(two.a.store, options_of(two));
  two.a.remote->cut();
  read(cache, "k");
  const tagcache::Health health = cache.stats().health;
  CHECK(health.state == State::degraded);
  CHECK(health.reasons == std::vector<std::string>{"announcements of other nodes are not heard"});
  two.a.remote->mend();
  CHECK(cache.stats().health.state == State::ok);
}

TEST_CASE("a layered store stands in the text for Prometheus once, by the number of its memory") {
  Two two;
  tagcache::Primitives users(two.a.store, options_of(two, "users"));
  tagcache::Primitives posts(two.a.store, options_of(two, "posts"));
  read(users, "k");
  two.b.invalidate(Tag("t"));
  two.b.remote->cut();
  tagcache::Primitives elsewhere(two.b.store, options_of(two, "users"));
  read(elsewhere, "k");
  const std::string text = tagcache::prometheus(std::array{users.stats(), posts.stats(), elsewhere.stats()});
  const std::string a = "{store=\"" + std::to_string(two.a.memory->stats().store) + "\"} ";
  const std::string b = "{store=\"" + std::to_string(two.b.memory->stats().store) + "\"} ";
  CHECK(has_line(text, "tagcache_layered_hears" + a + '1'));
  CHECK(has_line(text, "tagcache_layered_hears" + b + '0'));
  CHECK(has_line(text, "tagcache_layered_heard_total" + a + '1'));
  CHECK(has_line(text, "tagcache_layered_remote_hits_total" + b + '1'));
  CHECK(has_line(text, "tagcache_layered_failures_total" + b + '0'));
  CHECK(has_line(text, "tagcache_memory_entries" + a + '1'));
  const std::string line = "\ntagcache_layered_hears" + a;
  CHECK(text.find(line) == text.rfind(line));
}
