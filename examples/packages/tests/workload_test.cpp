#include "workload/workload.hpp"

#include <cmath>
#include <map>
#include <set>

#include "catch.hpp"
#include "small_catalogue.hpp"
#include "workload/zipf.hpp"

using namespace catalogue;

namespace {

std::vector<IndexedPackage> many_packages() {
  std::vector<IndexedPackage> index;
  for (int number = 0; number < 1'000; ++number) {
    index.push_back({{{"p" + std::to_string(10'000 + number)},
                      "1",
                      {"s" + std::to_string(number % 7)},
                      {"m" + std::to_string(number % 50)},
                      0,
                      0,
                      {}},
                     {}});
  }
  return index;
}

/// Whether `found` is off by no more than `share` of what is expected.
bool near(int found, double expected, double share) { return std::abs(found - expected) <= share * expected; }

}  // namespace

TEST_CASE("Zipf draws ranks in proportion", "[packages]") {
  const Zipf zipf(1'000, 0.99);
  std::mt19937_64 random(7);
  std::map<std::size_t, int> counts;
  constexpr int draws = 200'000;
  for (int draw = 0; draw < draws; ++draw) ++counts[zipf(random)];
  CHECK(counts.rbegin()->first < 1'000);
  // rank 0 : rank 1 : rank 9 are 1 : 2^-0.99 : 10^-0.99
  CHECK(near(counts[1], counts[0] * 0.5035, 0.05));
  CHECK(near(counts[9], counts[0] * 0.1023, 0.08));
  CHECK_THROWS_AS(Zipf(0, 1), std::invalid_argument);
}

TEST_CASE("the same seed gives the same requests, another seed others", "[packages]") {
  const auto index = many_packages();
  const Names names(index);
  const Workload workload(names, 1);
  CHECK(workload.stream(0, 500) == Workload(names, 1).stream(0, 500));
  CHECK(workload.stream(0, 500) != workload.stream(1, 500));
  CHECK(workload.stream(0, 500) != Workload(names, 2).stream(0, 500));
  const auto longer = workload.stream(0, 900);
  CHECK(std::vector<Request>(longer.begin(), longer.begin() + 500) == workload.stream(0, 500));
}

TEST_CASE("popular packages come up most, and all kinds of requests come up", "[packages]") {
  const auto index = many_packages();
  const Names names(index);
  const Workload workload(names, 1);
  std::map<Request::Kind, int> kinds;
  std::map<std::uint32_t, int> asked;
  for (const Request& request : workload.stream(0, 100'000)) {
    ++kinds[request.kind];
    if (request.kind == Request::Kind::find_package) ++asked[request.subject];
  }
  CHECK(near(kinds[Request::Kind::find_package], 40'000, 0.03));
  CHECK(near(kinds[Request::Kind::needs], 20'000, 0.04));
  CHECK(near(kinds[Request::Kind::rebuild], 100, 0.4));
  CHECK(kinds.size() == 6);
  const auto& popular = workload.by_popularity();
  CHECK(std::set<std::uint32_t>(popular.begin(), popular.end()).size() == index.size());
  CHECK(asked[popular[0]] > asked[popular[20]] * 10);
}

TEST_CASE("a stream without its writes is the same stream otherwise", "[packages]") {
  const auto index = many_packages();
  const Names names(index);
  const Workload workload(names, 1);
  std::vector<Request> expected;
  for (const Request& request : workload.stream(2, 20'000)) {
    if (request.kind != Request::Kind::rebuild) expected.push_back(request);
  }
  CHECK(expected.size() < 20'000);
  CHECK(workload.reads(2, 20'000) == expected);
}

TEST_CASE("every read that a stream contains is listed once", "[packages]") {
  const SmallCatalogue small;
  const Names names(small.index);
  const Workload workload(names, 5);
  const auto all = workload.every_read();
  const std::set<Request> listed(all.begin(), all.end());
  CHECK(listed.size() == all.size());
  for (const Request& request : workload.stream(3, 5'000)) {
    if (request.kind == Request::Kind::rebuild) continue;
    INFO(describe(request, names));
    CHECK(listed.count(request) == 1);
  }
}
