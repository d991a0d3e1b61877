#include "nodes.hpp"

#include "catch.hpp"

/// What reaches which node, and what a read of each consistency may be served.
namespace {

const Tag tag("users", tagcache::wild("1"));
constexpr Ask strict{Consistency::strict};
constexpr Ask local{};

Ask within(tagcache::Duration duration) { return {Consistency(duration)}; }

}  // namespace

TEST_CASE("what one node loads another finds, and then holds in its memory") {
  Two two;
  CHECK(two.a.load("k", "v", {tag}));
  CHECK(two.a.hits("k"));
  CHECK(!two.b.hits("k"));
  CHECK(two.b.valid("k") == "v");
  CHECK(two.b.hits("k"));
  const std::size_t before = two.b.remote->round_trips();
  CHECK(two.b.valid("k") == "v");
  CHECK(two.b.remote->round_trips() == before);
  CHECK(two.b.find("k").entry->tags == tagcache::TagSet{tag});
}

TEST_CASE("an invalidation reaches the memory of its own node before it returns, and of others when it is heard") {
  Two two;
  two.a.load("k", "v", {tag});
  CHECK(two.b.valid("k") == "v");
  two.b.remote->hold(true);
  two.a.remote->hold(true);  // its own announcement need not come
  two.a.invalidate(tag);
  CHECK(!two.a.valid("k"));
  CHECK(!two.a.hits("k"));
  CHECK(two.b.valid("k", local) == "v");
  CHECK(!two.b.valid("k", strict));
  two.b.remote->hold(false);
  CHECK(!two.b.valid("k", local));
  CHECK(!two.b.hits("k"));
}

TEST_CASE("set, erase, expire and clear reach the memory of other nodes") {
  Two two;
  const auto prepared = [&] {
    two.a.set("k", "v", {tag});
    CHECK(two.b.valid("k") == "v");
    CHECK(two.b.hits("k"));
  };
  prepared();
  two.a.set("k", "w");
  CHECK(two.b.valid("k") == "w");
  CHECK(two.a.valid("k") == "w");
  prepared();
  two.a.erase("k");
  CHECK(!two.b.find("k").entry);
  prepared();
  two.a.expire("k");
  CHECK(!two.b.hits("k"));
  CHECK(two.b.find("k").validity == Validity::expired);
  CHECK(two.a.find("k").validity == Validity::expired);
  prepared();
  two.a.store->clear("app");
  CHECK(!two.b.find("k").entry);
  CHECK(!two.a.find("k").entry);
}

TEST_CASE("an own announcement that comes back ends nothing that was loaded since") {
  Two two;
  two.a.remote->hold(true);
  two.a.invalidate(tag);
  two.a.load("k", "v", {tag});
  two.a.remote->hold(false);
  CHECK(two.a.hits("k"));
}

TEST_CASE("what is invalidated while the remote store answers is not kept in memory") {
  Two two;
  two.a.load("k", "v", {tag});
  two.b.remote->before_answer([&] { two.a.invalidate(tag); });
  CHECK(two.b.valid("k") == "v");  // the read began before
  CHECK(!two.b.hits("k"));
  CHECK(!two.b.valid("k"));
  for (const bool erased : {true, false}) {
    two.a.load("other", "v");
    two.b.remote->before_answer([&] { erased ? two.a.erase("other") : two.a.set("other", "w"); });
    CHECK(two.b.valid("other") == "v");
    CHECK(!two.b.hits("other"));
  }
}

TEST_CASE("what is invalidated while a value is loaded is kept nowhere") {
  Two two;
  const auto begun = two.a.begin("k", {tag});
  two.b.invalidate(tag);
  CHECK(!two.a.store->is_current(*begun.load, {}));
  two.a.keep(begun, "v", {tag});
  CHECK(!two.a.valid("k"));
  CHECK(!two.b.valid("k"));
  const auto told = two.a.begin("told");
  two.b.invalidate(tag);
  const std::vector<Tag> told_tags{tag};
  CHECK(!two.a.store->is_current(*told.load, told_tags));
  auto entry = two.a.entry("v", {tag});
  entry->result_tags = 1;
  CHECK(!two.a.store->keep(*told.load, entry, two.a.now()));
  CHECK(!two.a.hits("told"));
  CHECK(!two.b.valid("told"));
}

TEST_CASE("what the remote store refuses memory does not keep either") {
  Two two;
  const auto older = two.a.begin("k");
  CHECK(two.b.load("k", "newer"));
  CHECK(!two.a.keep(older, "older"));
  CHECK(!two.a.hits("k"));
  CHECK(two.a.valid("k") == "newer");
}

TEST_CASE(
    "a flight of before an invalidation elsewhere is current for local reads until it is heard, never for strict") {
  Two two;
  two.a.remote->hold(true);
  const auto relaxed = two.a.begin("k", {tag});
  const auto sure = two.a.begin("k", {tag}, strict);
  two.b.invalidate(tag);
  CHECK(two.a.store->is_current(*relaxed.load, {}));
  CHECK(!two.a.store->is_current(*sure.load, {}));
  two.a.remote->hold(false);
  CHECK(!two.a.store->is_current(*relaxed.load, {}));
}

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

TEST_CASE("a strict read asks whether what memory holds is valid, and is not sent it again") {
  Two two;
  two.a.load("k", "v", {tag});
  const std::size_t before = two.a.remote->round_trips();
  CHECK(two.a.valid("k", strict) == "v");
  CHECK(two.a.remote->round_trips() == before + 1);
  CHECK(two.a.store->stats().confirmed == 1);
  two.a.remote->hold(true);
  two.b.set("k", "w");
  CHECK(two.a.valid("k", local) == "v");
  CHECK(two.a.valid("k", strict) == "w");
  CHECK(two.a.store->stats().confirmed == 1);
}

TEST_CASE("a strict read sees that the remote store lost what it knew of a tag, or all") {
  Two two;
  two.a.load("k", "v", {tag});
  two.server->lose_marker(tag);
  CHECK(!two.a.valid("k", strict));
  CHECK(two.a.valid("k", local) == "v");
  two.a.load("k", "v", {tag});
  two.server->lose_all();
  CHECK(!two.a.valid("k", strict));
  CHECK(two.a.valid("k", local) == "v");
}

TEST_CASE("a duration bounds how old what was heard may be") {
  Two two;
  two.a.load("k", "v", {tag});
  CHECK(two.b.valid("k") == "v");
  two.b.remote->beat();
  two.b.remote->hold(true);
  two.clock->advance(1s);
  two.a.invalidate(tag);
  const std::size_t before = two.b.remote->round_trips();
  two.clock->advance(1s);
  CHECK(two.b.valid("k", within(2s)) == "v");  // heard two seconds ago, and may be so old
  CHECK(two.b.remote->round_trips() == before);
  CHECK(!two.b.valid("k", within(1999ms)));
  CHECK(two.b.remote->round_trips() == before + 1);
  two.b.remote->beat();  // tells of what has not come yet
  CHECK(!two.b.valid("k", within(1999ms)));
  two.b.remote->hold(false);
  CHECK(!two.b.valid("k", within(2s)));
}

TEST_CASE("a heartbeat that tells of what was heard makes memory good for durations") {
  Two two;
  two.a.load("k", "v", {tag});
  CHECK(two.b.valid("k") == "v");
  two.clock->advance(10s);
  const std::size_t before = two.b.remote->round_trips();
  CHECK(two.b.valid("k", within(1s)) == "v");
  CHECK(two.b.remote->round_trips() == before + 1);
  two.b.remote->beat();
  CHECK(two.b.valid("k", within(1s)) == "v");
  CHECK(two.b.remote->round_trips() == before + 1);
}
