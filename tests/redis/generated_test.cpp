#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <tagcache/layered.hpp>
#include <thread>
#include <utility>

#include "all_types_cache.hpp"
#include "everything.hpp"
#include "store_world.hpp"

/// A cache that the generator emitted, over a real Redis: alone, and behind memory.
using redis_test::Server;
using tagcache::Status;

namespace {

struct Source : all::AllSource {
  all::Everything get_everything(const std::string&) override { return ++loads, all::everything(); }
  all::Pointers get_pointers(const std::string&) override {
    ++loads;
    return {std::make_unique<all::Point>(all::Point{1, 2}), std::make_shared<const all::Point>(all::Point{3, 4})};
  }
  all::Page<all::Page<all::Point>> get_page(const std::string&) override {
    return ++loads, all::Page<all::Page<all::Point>>{{{{{1, 2}}, 3}, {}}, std::nullopt};
  }
  std::map<std::string, all::Document> get_documents(const std::string& name) override {
    ++loads;
    all::Document document;
    document.id.value = 42;
    document.changed = std::chrono::sys_seconds(std::chrono::seconds(1'700'000'000));
    document.authors = {{"Ann", all::Role::owner}};
    return {{name, document}};
  }
  all::Node get_tree(const std::string& name) override { return ++loads, all::Node{name, {{"child", {}}}}; }
  all::Page<all::Team> get_team(const std::string&) override {
    return ++loads, all::Page<all::Team>{{{"all", {{"Ann", all::Team{"some", {}}}}}}, 7};
  }
  all::Role get_role(const std::string&) override { return ++loads, all::Role::owner; }
  std::uint64_t get_count(const std::string& name) override { return ++loads, name.size(); }
  std::tuple<all::detail::Entry, ::detail::Tag, ::Key> get_entries(const std::string&) override {
    return ++loads, std::tuple(all::detail::Entry{1}, ::detail::Tag{2}, ::Key{3});
  }
  all::Connection get_connection(const std::string&) override { return ++loads, all::Connection{this}; }

  int loads = 0;
};

/// Redis alone, or behind memory that hears the announcements of others.
std::shared_ptr<tagcache::Store> store(const Server& server, bool behind_memory) {
  auto remote = tagcache::redis(redis_test::server_of(server));
  if (!behind_memory) return remote;
  auto layers = tagcache::layered(tagcache::memory(), std::move(remote));
  while (!layers->stats().hears) std::this_thread::yield();
  return layers;
}

/// A process: a source and a cache of its own, and Redis, which it shares.
struct Process {
  Process(const Server& server, bool behind_memory) : cache(source, store(server, behind_memory)) {}

  Source source;
  all::AllCache cache;
};

/// Reads all that may leave the process, and compares it with what was loaded.
void check_values(Process& process) {
  auto& cache = process.cache;
  Source expected;
  CHECK(*cache.get_everything("abc") == all::everything());
  CHECK(*cache.get_pointers("abc")->own == all::Point{1, 2});
  CHECK(*cache.get_pointers("abc")->shared == all::Point{3, 4});
  CHECK(*cache.get_page("abc") == expected.get_page("abc"));
  CHECK(*cache.get_documents("abc") == expected.get_documents("abc"));
  CHECK(*cache.get_tree("abc") == expected.get_tree("abc"));
  CHECK(*cache.get_team("abc") == expected.get_team("abc"));
  CHECK(*cache.get_role("abc") == all::Role::owner);
  CHECK(*cache.get_count("abc") == 3);
  CHECK(*cache.get_entries("abc") == expected.get_entries("abc"));
}

constexpr int queries_that_leave = 9;

}  // namespace

TEST_CASE("what an emitted cache loads in one process, of whatever type, another reads from Redis") {
  const bool behind_memory = GENERATE(false, true);
  const Server server;
  Process one(server, behind_memory);
  Process other(server, behind_memory);
  check_values(one);
  CHECK(one.source.loads == queries_that_leave);
  check_values(other);
  CHECK(other.source.loads == 0);
  check_values(other);  // behind memory: from there
  CHECK(other.source.loads == 0);
  CHECK(other.cache.get_everything("abc").status() == Status::hit);
}

TEST_CASE("an emitted tag that one process invalidates is invalid in the other, and no other tag is") {
  const bool behind_memory = GENERATE(false, true);
  const Server server;
  Process one(server, behind_memory);
  Process other(server, behind_memory);
  const tagcache::PerCall strictly({.consistency = tagcache::Consistency::strict});
  for (const std::string name : {"abc", "abcd"}) {
    CHECK(*one.cache.get_count(name) == name.size());
    CHECK(other.cache.get_count(name).status() == Status::hit);
  }
  one.cache.invalidate(one.cache.tags.things("abc"));
  CHECK(one.cache.get_count("abc").status() == Status::reloaded);
  CHECK(other.cache.get_count(strictly, "abc").status() == Status::hit);  // what the other one has just loaded
  CHECK(other.source.loads == 0);
  one.cache.invalidate(one.cache.tags.things("abc"));
  CHECK(other.cache.get_count(strictly, "abc").status() == Status::reloaded);
  CHECK(other.cache.get_count(strictly, "abcd").status() == Status::hit);
}

TEST_CASE("what a schema keeps in memory never reaches Redis") {
  const bool behind_memory = GENERATE(false, true);
  const Server server;
  Process one(server, behind_memory);
  static_cast<void>(one.cache.get_connection("abc"));
  static_cast<void>(one.cache.get_count("abc"));
  CHECK(server.ask({"EXISTS", redis_test::layout().entry("AllCache:get_count(\"abc\")")}) == ":1\r\n");
  CHECK(server.ask({"EXISTS", redis_test::layout().entry("AllCache:get_connection(\"abc\")")}) == ":0\r\n");
  const auto again = one.cache.get_connection("abc");
  CHECK(again.status() == (behind_memory ? Status::hit : Status::miss));
  CHECK(again->handle == &one.source);
}
