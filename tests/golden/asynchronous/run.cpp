#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <thread>

#include "counted_new.hpp"
#include "note_world.hpp"

TEST_CASE("async: a callback, a future and a coroutine get what a coroutine of the source loads") {
  NoteWorld world;
  std::optional<Handle<Note>> handle;
  world.cache.async_get_note(note_one, [&](const std::exception_ptr& error, Handle<Note> result) {
    if (!error) handle = std::move(result);
  });
  CHECK_FALSE(handle);  // never inside of the call
  world.run();
  REQUIRE(handle);
  CHECK((*handle)->text == "one");
  CHECK(handle->status() == Status::miss);
  CHECK(world.finished(world.cache.async_get_note(note_one, asio::use_future)).status() == Status::hit);
  const auto found = [](desk::NoteCache& cache) -> asio::awaitable<std::string> {
    const auto one = co_await cache.async_find_in(long_name, long_name, 7, asio::use_awaitable);
    auto later = cache.async_find_in(long_name, "short", 8, asio::deferred);
    const auto two = co_await std::move(later)(asio::use_awaitable);
    co_return **one + **two;
  };
  CHECK(world.finished(found(world.cache)) == long_name + '/' + long_name + "/7" + long_name + "/short/8");
  CHECK(world.source.calls == 3);
}

TEST_CASE("async: arguments live as long as the coroutine that is given them") {
  NoteWorld world;
  world.source.is_open = false;
  auto future = [&world] {
    const std::string gone = long_name;
    return world.cache.async_find_in(gone, gone, 1, asio::use_future);
  }();
  world.run();
  CHECK(world.source.waiting == 1);
  world.source.open();
  CHECK(**world.finished(std::move(future)) == long_name + '/' + long_name + "/1");
}

TEST_CASE("async: tags of the value, conditions and unchanged values are those of blocking classes") {
  NoteWorld world;
  const auto read = [&] { return world.finished(world.cache.async_get_note(note_one, asio::use_future)).status(); };
  CHECK(read() == Status::miss);
  CHECK(read() == Status::hit);
  world.cache.invalidate(world.cache.tags.notes(note_two));
  CHECK(read() == Status::reloaded);
  world.source.notes[note_one].published = false;
  world.cache.invalidate(world.cache.tags.notes(note_one));
  CHECK(read() == Status::reloaded);
  CHECK(read() != Status::hit);

  const auto title = [&] { return world.finished(world.cache.async_get_title(note_two, asio::use_future)); };
  const auto before = title();
  world.cache.invalidate(world.cache.tags.notes(note_two));
  const auto after = title();
  CHECK(after.status() == Status::reloaded);
  CHECK(&*after == &*before);
}

TEST_CASE("async: one call may read in its own way, with a token and without") {
  NoteWorld world;
  const auto present = [&] {
    return world.finished(world.cache.async_get_note(tagcache::if_present, note_one, asio::use_future));
  };
  CHECK_FALSE(present());
  CHECK(world.source.calls == 0);
  const tagcache::QueryOptions brief{.ttl = std::chrono::seconds(1), .grace = std::chrono::seconds(0)};
  static_cast<void>(world.finished(world.cache.async_get_note(brief, note_one, asio::use_future)));
  CHECK((*present())->text == "one");
  CHECK(world.cache.get_note(tagcache::if_present, note_one)->status() == Status::hit);
  world.source.notes[note_one].text = "more";
  const auto forced = world.finished(world.cache.async_get_note(tagcache::force_refresh, note_one, asio::use_future));
  CHECK(forced->text == "more");
  CHECK(forced.status() == Status::reloaded);
  CHECK(world.cache.get_note(note_one)->text == "more");
  static_cast<void>(world.finished(world.cache.async_get_note(brief, note_two, asio::use_future)));
  world.clock->advance(std::chrono::seconds(1));
  CHECK(world.finished(world.cache.async_get_note(note_two, asio::use_future)).status() != Status::hit);
  CHECK(world.source.calls == 4);
}

TEST_CASE("async: several values are loaded in the caller's thread, and shared with asynchronous callers") {
  NoteWorld world;
  const std::vector both{note_one, note_two};
  static_cast<void>(world.finished(world.cache.async_get_title(note_two, asio::use_future)));
  const auto titles = world.cache.get_titles(both);
  CHECK(*titles[0] == "Title of one");
  CHECK(titles[1].status() == Status::hit);
  CHECK(world.source.calls == 2);
  CHECK(world.finished(world.cache.async_get_title(note_one, asio::use_future)).status() == Status::hit);
  world.cache.invalidate(world.cache.tags.notes(note_one));
  CHECK(&*world.cache.get_titles(both)[0] == &*titles[0]);
}

TEST_CASE("async: several values for a token are one call of the source, which others share") {
  NoteWorld world;
  auto title = world.cache.async_get_title(note_two, asio::use_future);
  CHECK(*world.finished(std::move(title)) == "Title of two");
  std::future<std::vector<Handle<std::string>>> future;
  {
    const std::vector asked{note_two, note_one, note_two};
    future = world.cache.async_get_titles(asked, asio::use_future);
  }
  const auto titles = world.finished(std::move(future));
  REQUIRE(titles.size() == 3);
  CHECK(titles[0].status() == Status::hit);
  CHECK(*titles[1] == "Title of one");
  CHECK(*titles[2] == "Title of two");
  CHECK(world.source.calls == 2);
  CHECK(world.finished(world.cache.async_get_title(note_one, asio::use_future)).status() == Status::hit);
}

TEST_CASE("async: several values for a token take what holds for one call") {
  NoteWorld world;
  const std::vector both{note_one, note_two};
  static_cast<void>(world.finished(world.cache.async_get_title(note_two, asio::use_future)));
  const auto present = world.finished(world.cache.async_get_titles(tagcache::if_present, both, asio::use_future));
  REQUIRE(present.size() == 2);
  CHECK_FALSE(present[0]);
  CHECK(**present[1] == "Title of two");
  CHECK(world.source.calls == 1);
  CHECK_FALSE(world.cache.get_titles(tagcache::if_present, both)[0]);
  const auto forced = world.finished(world.cache.async_get_titles(tagcache::force_refresh, both, asio::use_future));
  CHECK(forced[1].status() == Status::reloaded);
  CHECK(world.source.calls == 2);
  const tagcache::QueryOptions quick{.ttl = std::chrono::seconds(1), .grace = std::chrono::seconds(1)};
  static_cast<void>(
      world.finished(world.cache.async_get_titles({tagcache::force_refresh, quick}, both, asio::use_future)));
  world.clock->advance(std::chrono::seconds(1));
  CHECK(world.cache.get_titles(tagcache::if_present, both)[1]->status() == Status::stale);
}

TEST_CASE("async: blocking callers, asynchronous ones and refreshes share one load [P-035]") {
  NoteWorld world;
  world.source.is_open = false;
  auto one = world.cache.async_get_note(note_one, asio::use_future);
  world.run();
  std::thread blocking;
  std::promise<Handle<Note>> result;
  blocking = std::thread([&] { result.set_value(world.cache.get_note(note_one)); });
  auto two = world.cache.async_get_note(note_one, asio::use_future);
  auto blocked = result.get_future();
  world.source.open();
  CHECK(world.finished(std::move(one))->text == "one");
  CHECK(world.finished(std::move(two)).joined());
  CHECK(blocked.get()->text == "one");
  blocking.join();
  CHECK(world.source.calls == 1);
}

TEST_CASE("async: what a coroutine throws reaches its callers, and an old value stands in") {
  NoteWorld world;
  world.source.fails = true;
  CHECK_THROWS_WITH(world.finished(world.cache.async_get_note(note_one, asio::use_future)), "no database");
  world.source.fails = false;
  CHECK(world.finished(world.cache.async_get_note(note_one, asio::use_future)).status() == Status::miss);
  world.source.fails = true;
  world.cache.invalidate(world.cache.tags.notes(note_one));
  CHECK(world.finished(world.cache.async_get_note(note_one, asio::use_future)).status() == Status::fallback);
}

TEST_CASE("async: who is cancelled is let go, and a load that nobody waits for is cancelled") {
  NoteWorld world;
  world.source.is_open = false;
  asio::cancellation_signal signal;
  std::string ended;
  world.cache.async_get_note(
      note_one, asio::bind_cancellation_slot(signal.slot(), [&](const std::exception_ptr& error, const Handle<Note>&) {
        ended = text_of(error);
      }));
  world.run();
  CHECK(world.source.waiting == 1);
  signal.emit(asio::cancellation_type::terminal);
  world.run();
  CHECK(ended.find("cancel") != std::string::npos);
  CHECK(world.source.waiting == 0);
}

#ifndef TAGCACHE_TEST_COUNTS_NOTHING
TEST_CASE("async: a hit allocates nothing but what its handler does") {
  NoteWorld world;
  static_cast<void>(world.finished(world.cache.async_find_in(long_name, long_name, 7, asio::use_future)));
  static_cast<void>(world.finished(world.cache.async_find_in(long_name, long_name, 7, asio::use_future)));
  std::size_t bytes = 1;
  std::size_t hits = 0;
  // In a thread that runs handlers Asio uses memory again.
  asio::post(world.io, [&] {
    world.cache.async_find_in(long_name, long_name, 7, [&](const std::exception_ptr&, const auto& handle) {
      hits += handle.status() == Status::hit ? 1 : 0;
      const std::size_t before = allocated;
      world.cache.async_find_in(long_name, long_name, 7, [&](const std::exception_ptr&, const auto& again) {
        hits += again.status() == Status::hit ? 1 : 0;
      });
      bytes = allocated - before;
    });
  });
  world.run();
  CHECK(hits == 2);
  CHECK(bytes == 0);
}
#endif
