#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "asynchronous_cache.hpp"
#include "golden.hpp"

namespace asio = boost::asio;
using desk::Note;
using desk::NoteId;
using desk::Receipt;
using tagcache::Handle;
using tagcache::Status;

inline constexpr NoteId note_one{1};
inline constexpr NoteId note_two{2};
inline const std::string long_name = "a name that no string keeps inside of itself";

/// Functions that wait at a door while it is closed.
struct Source : desk::NoteSource {
  explicit Source(asio::io_context& io) : door(io, asio::steady_timer::time_point::max()) {}

  asio::awaitable<void> pass() {
    ++calls;
    if (is_open) co_return;
    ++waiting;
    co_await door.async_wait(asio::as_tuple(asio::use_awaitable));
    --waiting;
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) co_return;
    if (heeds_cancellation) throw std::runtime_error("cancelled at the door");
  }
  void open() {
    is_open = true;
    door.cancel();
  }

  asio::awaitable<Note> get_note(NoteId note) override {
    if (reads_wait) is_open = false;
    co_await pass();
    if (fails || reads_fail) throw std::runtime_error("no database");
    co_return notes[note];
  }
  asio::awaitable<std::optional<std::string>> find_in(const std::string& folder, const std::string& token,
                                                      int read) override {
    co_await pass();
    co_return folder + '/' + token + '/' + std::to_string(read);
  }
  asio::awaitable<tagcache::Loaded<std::string>> get_title(NoteId note,
                                                           const tagcache::Previous<std::string>& previous) override {
    co_await pass();
    if (previous.validator() == notes[note].text) co_return tagcache::unchanged;
    co_return tagcache::Loaded<std::string>("Title of " + notes[note].text).validator(notes[note].text);
  }
  std::vector<tagcache::Loaded<std::string>> get_titles(
      std::span<const NoteId> note, std::span<const tagcache::Previous<std::string>> previous) override {
    ++calls;
    std::vector<tagcache::Loaded<std::string>> titles;
    for (std::size_t i = 0; i < note.size(); ++i) {
      const std::string& text = notes[note[i]].text;
      if (previous[i].validator() == text) {
        titles.emplace_back(tagcache::unchanged);
      } else {
        titles.push_back(tagcache::Loaded<std::string>("Title of " + text).validator(text));
      }
    }
    return titles;
  }
  asio::awaitable<bool> is_in(NoteId, const std::string& folder) override {
    co_await pass();
    co_return folder == "inbox";
  }
  asio::awaitable<int> count() override {
    co_await pass();
    co_return calls;
  }
  asio::awaitable<void> write_note(NoteId note, const std::string& text) override {
    co_await pass();
    if (fails) throw std::runtime_error("no database");
    notes[note].text = text;
  }
  asio::awaitable<Receipt> move_note(NoteId, const std::string& from, const std::string& to) override {
    co_await pass();
    if (fails) throw std::runtime_error("no database");
    co_return Receipt(static_cast<int>(from.size() + to.size()));
  }
  asio::awaitable<bool> log_in(const desk::Token& token, int changed) override {
    co_return token.text.size() == static_cast<std::size_t>(changed);
  }
  asio::awaitable<void> file_note(NoteId, const std::string&) override { co_await pass(); }
  asio::awaitable<void> touch(NoteId) override {
    ++calls;
    co_return;
  }
  asio::awaitable<void> rebuild(NoteId) override { co_return; }

  asio::steady_timer door;
  bool is_open = true;
  int waiting = 0;
  int calls = 0;
  bool fails = false;
  bool reads_fail = false;
  bool reads_wait = false;  ///< the door closes in front of them
  bool heeds_cancellation = true;
  std::map<NoteId, Note> notes{{note_one, {"one", {note_two}}}, {note_two, {"two", {}}}};
};

/// What callers wait for runs when a test says so, in its thread.
struct NoteWorld : StillWorld {
  asio::io_context io;
  Source source{io};
  desk::NoteCache cache{source, io.get_executor(), options<desk::NoteCache>()};

  void run() {
    do {
      io.restart();
      io.poll();
    } while (executor->run_all() > 0);
  }
  template <class T>
  T finished(std::future<T> future) {
    run();
    return future.get();
  }
  template <class T>
  T finished(asio::awaitable<T> work) {
    return finished(asio::co_spawn(io, std::move(work), asio::use_future));
  }
};

inline std::string text_of(const std::exception_ptr& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const std::exception& failure) {
    return failure.what();
  }
  return "no error";
}

/// What a mutation without a result completes with.
struct Done {
  std::string text = "not called";
  auto callback() {
    return [this](const std::exception_ptr& error, const auto&...) { text = text_of(error); };
  }
};
