#include "database/database.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "catch.hpp"
#include "small_catalogue.hpp"

using namespace catalogue;

TEST_CASE("a package comes back as the index described it", "[packages]") {
  SmallCatalogue small;
  for (const IndexedPackage& indexed : small.index) {
    INFO(indexed.package.name.value);
    CHECK(small.database->find_package(indexed.package.name) == indexed.package);
  }
  CHECK(small.database->find_package({"no-such-package"}) == std::nullopt);
  CHECK(small.database->reads() == small.index.size() + 1);
}

TEST_CASE("a section is read page by page", "[packages]") {
  SmallCatalogue small;
  const SectionPage page = small.database->section_page({"libs"}, 0);
  CHECK(page.packages_in_section == 3);
  REQUIRE(page.packages.size() == 3);
  CHECK(page.packages[1] == PackageLine{{"libui"}, "1.5-1", 0});
  const SectionPage behind = small.database->section_page({"libs"}, 1);
  CHECK(behind.packages.empty());
  CHECK(behind.packages_in_section == 3);
  CHECK(small.database->section_page({"no-such-section"}, 0) == SectionPage{});
}

TEST_CASE("a long section has pages that join up", "[packages]") {
  TemporaryFolder folder;
  Database database(folder.path() / "long.sqlite");
  std::vector<IndexedPackage> index;
  for (int number = 100; number < 160; ++number) {
    index.push_back({{{"p" + std::to_string(number)}, "1", {"long"}, {"Ann"}, 0, 0, {}}, {}});
  }
  database.load(index);
  std::vector<PackageName> names;
  for (std::uint32_t page = 0; page < 3; ++page) {
    for (const PackageLine& line : database.section_page({"long"}, page).packages) names.push_back(line.name);
  }
  REQUIRE(names.size() == index.size());
  for (std::size_t place = 0; place < names.size(); ++place) CHECK(names[place] == index[place].package.name);
}

TEST_CASE("a maintainer's packages", "[packages]") {
  SmallCatalogue small;
  std::vector<PackageName> names;
  for (const PackageLine& line : small.database->maintainer_packages({"Bob"})) names.push_back(line.name);
  CHECK(joined(names) == "exim mailer postfix");
  CHECK(small.database->maintainer_packages({"Nobody"}).empty());
}

TEST_CASE("what a package needs, in full depth", "[packages]") {
  SmallCatalogue small;
  CHECK(joined(small.database->needs({"editor"})) == "libbase libui loader");
  CHECK(joined(small.database->needs({"loader"})) == "libbase");              // a cycle, and not itself
  CHECK(joined(small.database->needs({"mailer"})) == "exim libbase loader");  // the provider that is first by name
  CHECK(joined(small.database->needs({"suite"})) == "editor exim libbase libui loader mailer");
  CHECK(joined(small.database->needs({"lonely"})).empty());
  CHECK(small.database->needs({"no-such-package"}).empty());
}

TEST_CASE("what needs a package", "[packages]") {
  SmallCatalogue small;
  const Dependents dependents = small.database->needed_by({"libui"});
  CHECK(joined(dependents.direct) == "editor suite");
  CHECK(dependents.in_full_depth == 2);
  const Dependents base = small.database->needed_by({"libbase"});
  CHECK(joined(base.direct) == "exim libui loader mailer postfix");
  CHECK(base.in_full_depth == 7);
  CHECK(small.database->needed_by({"suite"}) == Dependents{});
}

TEST_CASE("needs and needed_by are two views of one graph", "[packages]") {
  SmallCatalogue small;
  for (const IndexedPackage& target : small.index) {
    std::uint64_t count = 0;
    for (const IndexedPackage& other : small.index) {
      const auto needs = small.database->needs(other.package.name);
      count += static_cast<std::uint64_t>(std::count(needs.begin(), needs.end(), target.package.name));
    }
    INFO(target.package.name.value);
    CHECK(small.database->needed_by(target.package.name).in_full_depth == count);
  }
}

TEST_CASE("writes change what later reads see", "[packages]") {
  SmallCatalogue small;
  Database& database = *small.database;

  database.update_package({"libui"}, {"libs"}, {"Cleo"}, "1.6-1", 77);
  CHECK(database.find_package({"libui"})->version == "1.6-1");
  CHECK(database.section_page({"libs"}, 0).packages[1] == PackageLine{{"libui"}, "1.6-1", 77});

  database.move_package({"libui"}, {"libs"}, {"oldlibs"});
  CHECK(database.section_page({"libs"}, 0).packages_in_section == 2);
  CHECK(database.section_page({"oldlibs"}, 0).packages_in_section == 1);

  database.change_requirements({"editor"}, {{{{"nowhere"}, {"mta"}}}});
  CHECK(database.find_package({"editor"})->requirements == std::vector<Requirement>{{{{"nowhere"}, {"mta"}}}});
  CHECK(joined(database.needs({"editor"})) == "exim libbase loader");
  CHECK(joined(database.needed_by({"libui"}).direct) == "suite");
  database.change_requirements({"editor"}, {});
  CHECK(database.needs({"editor"}).empty());
}

TEST_CASE("a write from an old view is refused and changes nothing", "[packages]") {
  SmallCatalogue small;
  Database& database = *small.database;
  const auto before = database.find_package({"libui"});
  CHECK_THROWS_AS(database.update_package({"libui"}, {"mail"}, {"Cleo"}, "2", 1), Conflict);
  CHECK_THROWS_AS(database.update_package({"libui"}, {"libs"}, {"Ann"}, "2", 1), Conflict);
  CHECK_THROWS_AS(database.update_package({"gone"}, {"libs"}, {"Ann"}, "2", 1), Conflict);
  CHECK_THROWS_AS(database.move_package({"libui"}, {"mail"}, {"libs"}), Conflict);
  CHECK_THROWS_AS(database.change_requirements({"gone"}, {}), Conflict);
  CHECK(database.find_package({"libui"}) == before);
}

TEST_CASE("readers see each write whole", "[packages]") {
  SmallCatalogue small;
  Database& database = *small.database;
  std::atomic<int> torn{0};
  std::atomic<int> seen{0};
  {
    std::vector<std::jthread> readers;
    for (int number = 0; number < 3; ++number) {
      readers.emplace_back([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          const auto requirements = database.find_package({"suite"})->requirements;
          if (requirements.size() != 3 && requirements.size() != 1) ++torn;
          ++seen;
        }
      });
    }
    const std::vector<Requirement> many = database.find_package({"suite"})->requirements;
    for (int round = 0; round < 50 || seen.load() < 100; ++round) {
      database.change_requirements({"suite"}, round % 2 == 0 ? std::vector<Requirement>{{{{"libui"}}}} : many);
    }
  }
  CHECK(torn.load() == 0);
}
