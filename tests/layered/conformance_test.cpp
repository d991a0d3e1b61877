#include <tagcache/testing/store_conformance.hpp>

#include "catch.hpp"
#include "nodes.hpp"

namespace {

std::string listed(const std::vector<tagcache::testing::StoreFailure>& failures) {
  std::string text;
  for (const auto& each : failures) text += each.rule + ": expected " + each.expected + ", but " + each.happened + '\n';
  return text;
}

std::shared_ptr<tagcache::Store> made(std::size_t partitions, std::size_t max_entries,
                                      void (*prepare)(tagcache::testing::InProcessRemote&)) {
  auto remote = std::make_shared<tagcache::testing::RemoteServer>(partitions)->connect();
  auto store = tagcache::layered(tagcache::memory({.max_entries = max_entries}), remote);
  prepare(*remote);
  return store;
}

}  // namespace

TEST_CASE("a layered store keeps the rules of stores") {
  CHECK(listed(tagcache::testing::check_store([] { return made(1, 100'000, [](auto&) {}); })) == "");
}

TEST_CASE("it keeps them with several partitions, and when memory has room for one entry") {
  CHECK(listed(tagcache::testing::check_store([] { return made(3, 100'000, [](auto&) {}); })) == "");
  CHECK(listed(tagcache::testing::check_store([] { return made(1, 1, [](auto&) {}); })) == "");
}

TEST_CASE("it keeps them while it cannot hear") {
  CHECK(listed(tagcache::testing::check_store([] { return made(1, 100'000, [](auto& remote) { remote.cut(); }); })) ==
        "");
}

TEST_CASE("the remote store of the test kit keeps the rules of stores") {
  CHECK(listed(tagcache::testing::check_store(
            [] { return std::make_shared<tagcache::testing::RemoteServer>()->connect(); })) == "");
}
