#include "nodes.hpp"

#include "catch.hpp"

/// What reaches which node, and what a read of each consistency may be served.
namespace {

const Tag tag("users", tagcache::wild("1"));
constexpr Ask strict{Consistency::strict};
constexpr Ask local{};

Ask within(tagcache::Duration duration) { return {Consistency(duration)}; }

}  // namespace

TEST_CASE("memory in front of another store counts what it keeps of an entry beside it") {
  constexpr std::uint64_t mebibyte = 1024 * 1024;
  const std::string long_name(1'000, 'n');  // more than the rest of two entries
  const tagcache::TagSet tags{Tag(long_name, "a"), Tag(long_name, "b"), Tag(long_name, "c")};
  const auto bytes_of_one = [&](const std::shared_ptr<tagcache::MemoryStore>& memory,
                                const std::shared_ptr<tagcache::Store>& store) {
    tagcache::Primitives cache(store);
    static_cast<void>(cache.query<int>("k", tags, [] { return 1; }));
    return *memory->stats().bytes;
  };
  const auto alone = tagcache::memory({.max_bytes = 8 * mebibyte});
  const auto front = tagcache::memory({.max_bytes = 8 * mebibyte});
  const auto server = std::make_shared<tagcache::testing::RemoteServer>();
  const auto layered = tagcache::layered(front, server->connect());
  const std::uint64_t of_tags = tags.size() * (sizeof(Tag) + long_name.size());
  CHECK(bytes_of_one(front, layered) >= bytes_of_one(alone, alone) + 2 * of_tags);
}

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

TEST_CASE("what is read of the remote store just before it hears of a write of this node ends with the write") {
  Two two;
  const auto ends = [&](const auto& write) {
    two.b.set("k", "v", {tag});
    two.a.remote->before_call([&] {
      CHECK(two.a.valid("k") == "v");
      CHECK(two.a.hits("k"));
    });
    write();
    CHECK(!two.a.hits("k"));
  };
  ends([&] { two.a.invalidate(tag); });
  ends([&] { two.a.erase("k"); });
  ends([&] { two.a.expire("k"); });
  ends([&] { two.a.set("k", "w"); });
  ends([&] { two.a.store->clear("app"); });
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

TEST_CASE("a load is not current when another node sets, erases or expires its key") {
  Two two;
  const auto begun = [&] { return two.a.begin("k", {tag}); };
  const auto before_set = begun();
  two.b.set("k", "w");
  CHECK(!two.a.store->is_current(*before_set.load, {}));
  const auto before_erase = begun();
  two.b.erase("k");
  CHECK(!two.a.store->is_current(*before_erase.load, {}));
  const auto before_expire = begun();
  two.b.expire("k");
  CHECK(!two.a.store->is_current(*before_expire.load, {}));
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
