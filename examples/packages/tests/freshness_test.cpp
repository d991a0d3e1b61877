#include <algorithm>
#include <atomic>
#include <thread>

#include "catch.hpp"
#include "service/answer.hpp"
#include "service/cached_answers.hpp"
#include "small_catalogue.hpp"

using namespace catalogue;

namespace {

struct CachedCatalogue : SmallCatalogue {
  /// Asks for everything, so that all answers are cached.
  void warm() {
    for (const Request& request : everything) serve(cache, request, names);
  }

  /// What went between two looks, as text in the order of requests.
  template <typename Write>
  std::vector<std::string> lost_by(Write write) {
    warm();
    const auto before = cached_answers(cache, everything, names);
    REQUIRE(before.size() == everything.size());
    write();
    const auto after = cached_answers(cache, everything, names);
    std::vector<std::string> lost;
    for (const Request& request : compare(before, after).went) lost.push_back(describe(request, names));
    std::sort(lost.begin(), lost.end());
    return lost;
  }

  DatabaseSource source{*database};
  PackagesCache cache{source};
  Names names{index};
  std::vector<Request> everything = Workload(names, 1).every_read();
};

}  // namespace

TEST_CASE("a second read comes from the cache and not from the database", "[packages]") {
  CachedCatalogue catalogue;
  catalogue.warm();
  const auto reads = catalogue.database->reads();
  CHECK(reads == catalogue.everything.size());
  for (const Request& request : catalogue.everything) {
    INFO(describe(request, catalogue.names));
    CHECK(serve(catalogue.cache, request, catalogue.names));
  }
  CHECK(catalogue.database->reads() == reads);
}

TEST_CASE("a new version takes what shows it and nothing else", "[packages]") {
  CachedCatalogue catalogue;
  const auto lost = catalogue.lost_by([&] {
    rebuild(catalogue.cache, {"libui"});
    (void)catalogue.cache.find_package({"libui"});
  });
  CHECK(lost == std::vector<std::string>{"find_package(libui)", "maintainer_packages(Cleo)", "section_page(libs, 0)"});
  CHECK(catalogue.cache.find_package({"libui"})->value().version == "1.5-1+b1");
}

TEST_CASE("a move takes both sections", "[packages]") {
  CachedCatalogue catalogue;
  const auto lost = catalogue.lost_by([&] { catalogue.cache.move_package({"libui"}, {"libs"}, {"misc"}); });
  CHECK(lost == std::vector<std::string>{"find_package(libui)", "section_page(libs, 0)", "section_page(misc, 0)"});
}

TEST_CASE("changed requirements take every closure and the package", "[packages]") {
  CachedCatalogue catalogue;
  const auto lost = catalogue.lost_by([&] { catalogue.cache.change_requirements({"lonely"}, {{{{"editor"}}}}); });
  CHECK(lost.size() == 1 + 2 * catalogue.index.size());
  CHECK(joined(*catalogue.cache.needs({"lonely"})) == "editor libbase libui loader");
}

TEST_CASE("a refused write invalidates nothing", "[packages]") {
  CachedCatalogue catalogue;
  const auto lost = catalogue.lost_by(
      [&] { CHECK_THROWS_AS(catalogue.cache.move_package({"libui"}, {"mail"}, {"misc"}), Conflict); });
  CHECK(lost.empty());
}

TEST_CASE("loads are refused on the thread that looks, and on no other", "[packages]") {
  CachedCatalogue catalogue;
  const NoLoads no_loads;
  CHECK_THROWS_AS(catalogue.cache.find_package({"libui"}), LoadRefused);
  std::thread([&] { (void)catalogue.cache.find_package({"libui"}); }).join();
  CHECK(catalogue.cache.find_package({"libui"}).status() == tagcache::Status::hit);
}

TEST_CASE("the comparison with the database finds what an unannounced write made stale", "[packages]") {
  CachedCatalogue catalogue;
  catalogue.warm();
  const auto compared = [&] {
    return compare_with_database(catalogue.cache, *catalogue.database, catalogue.everything, catalogue.names);
  };
  CHECK(compared().compared == catalogue.everything.size());
  CHECK(compared().different.empty());

  catalogue.database->update_package({"libui"}, {"libs"}, {"Cleo"}, "2.0-1", 1);  // behind the cache's back
  CHECK(compared().different.size() == 3);

  catalogue.cache.invalidate(catalogue.cache.tags.packages({"libui"}));
  CHECK(compared().compared == catalogue.everything.size() - 1);
  CHECK(compared().different.size() == 2);
}

TEST_CASE("reads and writes at the same time leave nothing stale behind", "[packages]") {
  CachedCatalogue catalogue;
  std::atomic<int> not_seen{0};
  {
    std::vector<std::jthread> readers;
    for (std::uint64_t number = 0; number < 2; ++number) {
      readers.emplace_back([&, number](const std::stop_token& stop) {
        const auto stream = Workload(catalogue.names, 9).stream(number, 1'000);
        for (std::size_t next = 0; !stop.stop_requested(); next = (next + 1) % stream.size()) {
          if (stream[next].kind != Request::Kind::rebuild) serve(catalogue.cache, stream[next], catalogue.names);
        }
      });
    }
    for (int round = 0; round < 300; ++round) {
      const PackageName& name =
          catalogue.names.packages[static_cast<std::size_t>(round) % catalogue.names.packages.size()];
      const std::string version = rebuild(catalogue.cache, name);
      if (catalogue.cache.find_package(name)->value().version != version) ++not_seen;
    }
  }
  CHECK(not_seen.load() == 0);
  const auto freshness =
      compare_with_database(catalogue.cache, *catalogue.database, catalogue.everything, catalogue.names);
  CHECK(freshness.compared > 0);
  CHECK(freshness.different.empty());
}
