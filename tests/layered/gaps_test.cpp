#include "catch.hpp"
#include "nodes.hpp"

/// Announcements that are lost, late, or come twice, and connections that break.
namespace {

const Tag tag("users", tagcache::wild("1"));

Ask within(tagcache::Duration duration) { return {Consistency(duration)}; }

}  // namespace

TEST_CASE("a lost announcement is noticed by the next one, and all of memory is given up") {
  Two two;
  two.a.load("k", "v", {tag});
  two.a.load("other", "o");
  CHECK(two.b.valid("k") == "v");
  CHECK(two.b.valid("other") == "o");
  const std::uint64_t before = two.b.store->stats().distrusted;
  two.b.remote->drop(1);
  two.a.invalidate(tag);
  CHECK(two.b.hits("k"));  // nobody knows
  two.a.invalidate(Tag("unrelated"));
  CHECK(two.b.store->stats().distrusted == before + 1);
  CHECK(!two.b.hits("k"));
  CHECK(!two.b.hits("other"));
  CHECK(!two.b.valid("k"));
  CHECK(two.b.valid("other") == "o");
}

TEST_CASE("a lost announcement that was the last is noticed by the second heartbeat after it") {
  Two two;
  two.a.load("k", "v", {tag});
  CHECK(two.b.valid("k") == "v");
  two.b.remote->drop(1);
  two.a.invalidate(tag);
  two.b.remote->beat();
  CHECK(two.b.hits("k"));  // it may be late
  two.b.remote->beat();
  CHECK(!two.b.hits("k"));
  CHECK(!two.b.valid("k"));
}

TEST_CASE("an announcement that is only late is no gap, and one that comes twice is heard once") {
  Two two;
  two.a.load("k", "v");
  CHECK(two.b.valid("k") == "v");
  const auto before = two.b.store->stats();
  two.b.remote->hold(true);
  two.a.invalidate(tag);
  two.b.remote->beat();
  two.b.remote->hold(false);
  two.b.remote->beat();
  two.b.remote->repeat(1);
  two.a.invalidate(tag);
  two.a.invalidate(tag);
  const auto after = two.b.store->stats();
  CHECK(after.distrusted == before.distrusted);
  CHECK(after.heard == before.heard + 3);
  CHECK(two.b.hits("k"));
}

TEST_CASE("what was begun before a gap is not kept after it") {
  Two two;
  two.a.load("k", "v", {tag});
  two.b.remote->before_answer([&] {
    two.b.remote->drop(1);
    two.a.invalidate(tag);
    two.a.invalidate(Tag("unrelated"));
  });
  CHECK(two.b.valid("k") == "v");
  CHECK(!two.b.hits("k"));
  CHECK(!two.b.valid("k"));
  const auto begun = two.b.begin("loaded", {tag});
  two.b.remote->cut();
  two.a.invalidate(Tag("whatever"));
  two.b.remote->mend();
  two.b.keep(begun, "w", {tag});
  CHECK(!two.b.hits("loaded"));
}

TEST_CASE("a connection that breaks and comes back leaves nothing of before") {
  Two two;
  two.a.load("k", "v", {tag});
  CHECK(two.b.valid("k") == "v");
  two.b.remote->cut();
  CHECK(!two.b.store->stats().hears);
  CHECK(!two.b.hits("k"));
  CHECK(two.b.valid("k") == "v");  // of the remote store
  CHECK(two.b.hits("k"));          // kept alone
  two.a.invalidate(tag);
  two.b.remote->mend();
  CHECK(two.b.store->stats().hears);
  CHECK(!two.b.hits("k"));
  CHECK(!two.b.valid("k"));
}

TEST_CASE("what is kept while nothing is heard is trusted no longer than the options say") {
  Two two(1, 2s);
  two.b.remote->cut();
  two.b.load("k", "v", {tag});
  two.a.invalidate(tag);
  two.clock->advance(2s - 1ns);
  CHECK(two.b.valid("k") == "v");
  CHECK(two.b.hits("k"));
  two.clock->advance(1ns);
  CHECK(!two.b.hits("k"));
  CHECK(!two.b.valid("k"));
  Two none(1, 0s);
  none.b.remote->cut();
  none.b.load("k", "v");
  CHECK(!none.b.hits("k"));
  CHECK(none.b.valid("k") == "v");  // of the remote store
  CHECK(!none.b.hits("k"));
}

TEST_CASE("what was kept alone, and is trusted no more, only stands in for loads that fail") {
  Two two;
  two.b.remote->cut();
  two.b.load("k", "v");
  two.clock->advance(1s);
  two.b.remote->down(true);
  CHECK(two.b.find("k").validity == Validity::invalidated);  // it has grace, and would be served in it
}

TEST_CASE("with several partitions all of them must be heard") {
  Two two(3);
  two.a.load("k", "v");
  CHECK(two.b.valid("k") == "v");
  two.b.remote->cut(1);
  CHECK(!two.b.store->stats().hears);
  CHECK(!two.b.hits("k"));
  CHECK(two.b.valid("k", within(1h)) == "v");
  two.b.remote->beat();
  CHECK(two.b.valid("k", within(1h)) == "v");
  CHECK(two.b.store->stats().confirmed == 1);
  two.b.remote->mend(1);
  CHECK(two.b.store->stats().hears);
}

TEST_CASE("a server that lost all numbers is another one") {
  Two two;
  two.a.invalidate(Tag("unrelated"));
  two.a.load("k", "v", {tag});
  CHECK(two.b.valid("k") == "v");
  two.server->lose_all();
  CHECK(two.b.hits("k"));  // nothing was invalidated
  two.b.remote->drop(1);
  two.a.invalidate(tag);  // number one, which was heard long ago
  two.b.remote->beat();
  CHECK(!two.b.hits("k"));
  CHECK(!two.b.valid("k"));
}
