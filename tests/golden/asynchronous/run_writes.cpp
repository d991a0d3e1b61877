#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/thread_pool.hpp>
#include <tagcache/testing/faulty_store.hpp>

#include "note_world.hpp"

TEST_CASE("async: a mutation writes, then invalidates, then warms") {
  NoteWorld world;
  static_cast<void>(world.finished(world.cache.async_get_note(note_one, asio::use_future)));
  world.source.is_open = false;
  Done done;
  world.cache.async_write_note(note_one, "new", done.callback());
  world.run();
  CHECK(world.cache.get_note(note_one).status() == Status::hit);  // nothing is written yet
  world.source.open();
  world.run();
  CHECK(done.text == "no error");
  CHECK(world.source.calls == 3);
  const auto warmed = world.cache.get_note(note_one);
  CHECK(warmed.status() == Status::hit);
  CHECK(warmed->text == "new");
}

TEST_CASE("async: a mutation waits for what it warms, when the options say so, and not for ever") {
  NoteWorld world;
  tagcache::CacheOptions options = world.options<desk::NoteCache>();
  options.warming = {.awaited = true, .time_limit = std::chrono::seconds(10)};
  desk::NoteCache cache(world.source, world.io.get_executor(), options);
  Done done;
  const auto write = [&] {
    cache.async_write_note(note_one, "new", done.callback());
    world.run();
  };
  SECTION("it ends when the query is loaded") {
    write();
    CHECK(done.text == "no error");
    CHECK(world.source.calls == 2);
    const auto stats = cache.stats().total();
    CHECK(stats.warmed == 1);
    CHECK(stats.reads() == 0);
  }
  SECTION("it ends when the time is over, and what is loaded later is kept") {
    world.source.reads_wait = true;
    write();
    CHECK(world.source.waiting == 1);
    CHECK(done.text == "not called");
    world.clock->advance(std::chrono::seconds(10));
    world.executor->advance(std::chrono::seconds(10));
    world.run();
    CHECK(done.text == "no error");
    CHECK(cache.stats().total().warmings_given_up == 1);
    world.source.open();
    world.run();
    const auto kept = cache.get_note(tagcache::if_present, note_one);
    REQUIRE(kept);
    CHECK((*kept)->text == "new");
  }
  SECTION("it ends without an error when the load that warms fails") {
    world.source.reads_fail = true;
    write();
    CHECK(done.text == "no error");
    CHECK(cache.stats().total().failed_warmings == 1);
  }
}

TEST_CASE("async: a mutation completes with its result, also one that cannot be made from nothing") {
  NoteWorld world;
  const auto work = [](desk::NoteCache& cache) -> asio::awaitable<int> {
    const desk::Token token{"four"};
    const bool is_in = co_await cache.async_log_in(token, 4, asio::use_awaitable);
    const std::optional<tagcache::Written<Receipt>> moved =
        co_await cache.async_move_note(note_one, "a", "bc", asio::use_awaitable);
    co_await cache.async_touch(note_one, asio::use_awaitable);
    co_return is_in && moved->delivered() ? moved->value().number() : 0;
  };
  CHECK(world.finished(work(world.cache)) == 3);
  world.source.fails = true;
  CHECK_THROWS_WITH(world.finished(world.cache.async_move_note(note_one, "a", "b", asio::use_future)), "no database");
}

TEST_CASE("async: a write that fails invalidates nothing, as a blocking one") {
  NoteWorld world;
  static_cast<void>(world.finished(world.cache.async_get_note(note_one, asio::use_future)));
  world.source.fails = true;
  CHECK_THROWS_WITH(world.finished(world.cache.async_write_note(note_one, "new", asio::use_future)), "no database");
  CHECK(world.cache.get_note(note_one).status() == Status::hit);
}

TEST_CASE("async: a mutation that is cancelled may have written, so that it invalidates") {
  NoteWorld world;
  static_cast<void>(world.finished(world.cache.async_get_note(note_one, asio::use_future)));
  world.source.is_open = false;
  asio::cancellation_signal signal;
  Done done;
  world.cache.async_write_note(note_one, "new", asio::bind_cancellation_slot(signal.slot(), done.callback()));
  world.run();
  SECTION("when its write gives up") {
    signal.emit(asio::cancellation_type::terminal);
    world.run();
    CHECK(done.text == "cancelled at the door");
  }
  SECTION("when its write goes on to the end") {
    world.source.heeds_cancellation = false;
    signal.emit(asio::cancellation_type::terminal);
    world.run();
    CHECK(done.text == "no error");
    CHECK(world.source.notes[note_one].text == "new");
  }
  world.source.open();
  const auto after = world.finished(world.cache.async_get_note(note_one, asio::use_future));
  CHECK(after.entries().after.value().text == world.source.notes[note_one].text);
  CHECK(world.source.calls == 3);
}

TEST_CASE("async: a mutation whose invalidation cannot be delivered gives its result back, and says so") {
  NoteWorld world;
  const auto store = std::make_shared<tagcache::testing::FaultyStore>(tagcache::memory());
  desk::NoteCache cache(world.source, world.io.get_executor(), store, world.options<desk::NoteCache>());
  store->inject(tagcache::testing::StoreFunction::invalidate, {.error = true}, 2);
  const auto moved = world.finished(cache.async_move_note(note_one, "a", "bc", asio::use_future));
  CHECK_FALSE(moved->delivered());
  CHECK(moved->value().number() == 3);
  CHECK_FALSE(world.finished(cache.async_on_folder_lost("f", asio::use_future)).delivered());
  CHECK(world.finished(cache.async_write_note(note_one, "new", asio::use_future)).delivered());
}

TEST_CASE("async: an event invalidates, whoever is cancelled") {
  NoteWorld world;
  const auto read = [&] { return world.finished(world.cache.async_find_in("f", "t", 1, asio::use_future)).status(); };
  CHECK(read() == Status::miss);
  asio::cancellation_signal signal;
  Done done;
  world.cache.async_on_folder_lost("f", asio::bind_cancellation_slot(signal.slot(), done.callback()));
  signal.emit(asio::cancellation_type::terminal);
  world.run();
  CHECK(done.text == "no error");
  CHECK(read() == Status::reloaded);
}

TEST_CASE("async: tags are invalidated and expired, and all is cleared") {
  NoteWorld world;
  const auto& tags = desk::NoteCache::tags;
  const auto read = [&] { return world.finished(world.cache.async_get_title(note_one, asio::use_future)).status(); };
  const auto done = [&](std::future<void> future) { world.finished(std::move(future)); };
  CHECK(read() == Status::miss);
  done(world.cache.async_invalidate(tags.notes(note_one), asio::use_future));
  CHECK(read() == Status::reloaded);
  done(world.cache.async_invalidate(tagcache::exact(tags.notes), asio::use_future));
  CHECK(read() == Status::hit);
  done(world.cache.async_invalidate({tags.sessions, tagcache::softly(tags.notes)}, asio::use_future));
  CHECK(read() == Status::stale);
  CHECK(read() == Status::hit);
  done(world.cache.async_expire(tags.notes(note_one), asio::use_future));
  CHECK(read() == Status::stale);
  done(world.cache.async_expire(tagcache::exact(tags.notes), asio::use_future));
  CHECK(read() == Status::hit);
  done(world.cache.async_clear(asio::use_future));
  CHECK(read() == Status::miss);
  done(world.cache.async_primitives().async_expire(tags.notes.path(), tagcache::Reach::prefix, asio::use_future));
  CHECK(read() == Status::stale);
}

TEST_CASE("async: intersections are invalidated and expired, by hand and by mutations") {
  NoteWorld world;
  const auto& tags = desk::NoteCache::tags;
  const auto read = [&](const std::string& folder) {
    return world.finished(world.cache.async_is_in(note_one, folder, asio::use_future)).status();
  };
  CHECK(read("inbox") == Status::miss);
  CHECK(read("archive") == Status::miss);
  const auto both = tags.folders("inbox") & tags.notes(note_one);
  world.finished(world.cache.async_invalidate(both, asio::use_future));
  CHECK(read("archive") == Status::hit);
  CHECK(read("inbox") == Status::reloaded);
  world.finished(world.cache.async_expire(tagcache::exact(both), asio::use_future));
  CHECK(read("archive") == Status::hit);
  CHECK(read("inbox") == Status::stale);
  world.finished(world.cache.async_file_note(note_one, "archive", asio::use_future));
  CHECK(read("inbox") == Status::hit);
  CHECK(read("archive") == Status::reloaded);
}

TEST_CASE("async: methods without a token wait in their thread for coroutines in others") {
  asio::thread_pool pool(2);
  NoteWorld world;
  desk::NoteCache cache(world.source, pool.get_executor(), tagcache::memory(), world.options<desk::NoteCache>());
  CHECK(cache.get_note(note_one)->text == "one");
  CHECK(cache.get_note(note_one).status() == Status::hit);
  CHECK(*cache.log_in(desk::Token{"four"}, 4));
  CHECK(cache.move_note(note_one, "a", "bc")->number() == 3);
  cache.write_note(note_two, "new");
  cache.touch(note_two);
  cache.rebuild(note_two);
  cache.on_folder_lost("f");
  CHECK(cache.get_note(note_two)->text == "new");
  world.source.fails = true;
  CHECK_THROWS_WITH(cache.write_note(note_two, "newer"), "no database");
  CHECK_THROWS_WITH(cache.move_note(note_one, "a", "b"), "no database");
  pool.join();
}
