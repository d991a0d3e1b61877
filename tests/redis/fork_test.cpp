// A process that forks while it has a store, or another thread makes one.
#include <unistd.h>

#include <latch>
#include <string>
#include <tagcache/codec/standard.hpp>
#include <thread>
#include <utility>

#include "catch.hpp"
#include "child_process.hpp"
#include "counted_new.hpp"
#include "store/scripts.hpp"
#include "store_world.hpp"

using namespace redis_test;
using tagcache::StoreError;

namespace {

/// What becomes of the store in the child: a bit for each thing that is as it should be.
constexpr int loads = 1;
constexpr int is_told = 2;

int in_child(Node& node) noexcept {
  int right = 0;
  if (node.read("k", {}, "child") == "child") right |= loads;
  try {
    node.cache.invalidate(tagcache::Tag("t"));
  } catch (const StoreError& error) {
    if (std::string(error.what()).find("before a fork") != std::string::npos) right |= is_told;
  }
  return right;
}

}  // namespace

#ifndef TAGCACHE_TEST_COUNTS_NOTHING
namespace {
std::latch is_making(1);
std::latch has_forked(1);
}  // namespace

// The first in this program that needs the script makes it: only alone, or as one of the first, this sees that happen.
TEST_CASE("a child process does not wait for a thread of its parent that makes a script") {
  std::thread maker([] {
    at_next_allocation = [] {
      is_making.count_down();
      has_forked.wait();
    };
    static_cast<void>(tagcache::detail::redis::move_script());
    if (std::exchange(at_next_allocation, nullptr) != nullptr) is_making.count_down();
  });
  is_making.wait();
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(10);  // nobody else would end it
    static_cast<void>(tagcache::detail::redis::move_script());
    ::_exit(0);
  }
  has_forked.count_down();
  maker.join();
  CHECK(exit_code(child) == 0);
}
#endif

TEST_CASE("in a child process a store of before the fork loads and throws, waits for nobody, and disturbs no parent") {
  const Server server;
  Node node(server);
  REQUIRE(node.read("k", {tagcache::Tag("t")}, "parent") == "parent");
  const pid_t child = ::fork();
  if (child == 0) ::_exit(in_child(node));
  CHECK(exit_code(child) == (loads | is_told));
  CHECK(node.read("k", {tagcache::Tag("t")}, "later") == "parent");
  CHECK_NOTHROW(node.cache.invalidate(tagcache::Tag("t")));
  CHECK(node.read("k", {tagcache::Tag("t")}, "later") == "later");
}
