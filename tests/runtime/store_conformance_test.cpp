#include <algorithm>
#include <set>
#include <string>
#include <tagcache/testing/faulty_store.hpp>
#include <tagcache/testing/recording_store.hpp>
#include <tagcache/testing/store_conformance.hpp>

#include "breakages_of_entries.hpp"
#include "breakages_of_loads.hpp"
#include "catch.hpp"
#include "world.hpp"

using tagcache::testing::check_store;
using tagcache::testing::StoreFailure;

namespace {

bool reports(const std::vector<StoreFailure>& failures, std::string_view rule) {
  return std::any_of(failures.begin(), failures.end(), [&](const StoreFailure& each) { return each.rule == rule; });
}

std::string listed(const std::vector<StoreFailure>& failures) {
  std::string text;
  for (const StoreFailure& each : failures) {
    text += each.rule + ": expected " + each.expected + ", but " + each.happened + '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("the memory store keeps the rules of stores") {
  const auto failures = check_store([] { return tagcache::memory(); });
  CHECK(listed(failures) == "");
  CHECK(tagcache::testing::store_rules().size() > 20);
}

TEST_CASE("a memory store of few entries keeps them but for what it evicts, and one bounded in bytes keeps them all") {
  CHECK(listed(check_store([] { return tagcache::memory({.max_bytes = 64 * 1024 * 1024}); })) == "");
}

TEST_CASE("stores of the test kit keep the rules") {
  CHECK(listed(check_store([] { return std::make_shared<tagcache::testing::RecordingStore>(tagcache::memory()); })) ==
        "");
  CHECK(listed(check_store([] { return std::make_shared<tagcache::testing::FaultyStore>(tagcache::memory()); })) == "");
  CHECK(listed(check_store([] { return std::make_shared<WatchedStore>(tagcache::memory()); })) == "");
}

TEST_CASE("each rule is found broken when a store breaks it") {
  std::set<std::string_view> tried;
  auto breakages = broken::breakages_of_entries();
  for (const auto& more : {broken::breakages_of_tags(), broken::breakages_of_loads()}) {
    breakages.insert(breakages.end(), more.begin(), more.end());
  }
  for (std::size_t i = 0; i < breakages.size(); ++i) {
    const broken::Breakage& breakage = breakages[i];
    const auto failures = check_store([&breakage] {
      auto store = std::make_shared<broken::BrokenStore>();
      breakage.breaks(*store);
      return store;
    });
    INFO("breakage " << i << " of the rule: " << breakage.rule << "\nreported:\n" << listed(failures));
    CHECK(reports(failures, breakage.rule));
    tried.insert(breakage.rule);
  }
  const std::string_view stays = "what was found outlives erase, clear, disconnect and the store";
  CHECK(reports(check_store([] { return std::make_shared<broken::TornStore>(); }), stays));
  tried.insert(stays);
  for (const std::string_view rule : tagcache::testing::store_rules()) {
    INFO(rule);
    CHECK(tried.contains(rule));
  }
}

TEST_CASE("what a store throws is a failure of the rule that was tried, and the other rules are tried too") {
  const auto failures = check_store([] {
    auto store = std::make_shared<broken::BrokenStore>();
    store->on_erase = [](const tagcache::KeyView&) { throw tagcache::StoreError("no route to host"); };
    return store;
  });
  CHECK(reports(failures, "erase forgets an entry, and nothing else"));
  CHECK(listed(failures).find("it threw: no route to host") != std::string::npos);
  CHECK_FALSE(reports(failures, "find_many answers like find, in order"));
  const auto odd = check_store([]() -> std::shared_ptr<tagcache::Store> { throw 1; });
  CHECK(odd.size() == tagcache::testing::store_rules().size());
}

TEST_CASE("a failure says what was expected and what happened") {
  const auto failures = check_store([] {
    auto store = std::make_shared<broken::BrokenStore>();
    store->on_erase = [](const tagcache::KeyView&) {};
    return store;
  });
  REQUIRE_FALSE(failures.empty());
  CHECK(failures.front().rule == "erase forgets an entry, and nothing else");
  CHECK(failures.front().expected == "nothing under app:query(\"k\") after erase");
  CHECK(failures.front().happened == "found \"v\", valid");
}
