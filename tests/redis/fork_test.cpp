// A process that forks while it has a store.
#include <unistd.h>

#include <string>
#include <tagcache/codec/standard.hpp>

#include "catch.hpp"
#include "child_process.hpp"
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
