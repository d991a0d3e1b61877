#include "index/package_index.hpp"

#include <algorithm>
#include <sstream>

#include "catch.hpp"
#include "index/package_lists.hpp"

using namespace catalogue;

namespace {

std::vector<IndexedPackage> read_text(const std::string& text) {
  std::istringstream stream(text);
  PackageIndex index;
  index.read(stream);
  return index.take();
}

}  // namespace

TEST_CASE("a stanza becomes a package", "[packages]") {
  const auto packages = read_text(
      "Package: postfix\n"
      "Version: 3.7.11-0+deb12u1\n"
      "Installed-Size: 4240\n"
      "Maintainer: Ann Example <ann@example.org>\n"
      "Pre-Depends: dpkg (>= 1.15.6~)\n"
      "Depends: libc6 (>= 2.34), debconf (>= 0.5) | debconf-2.0, python3:any, libc6 (>= 2.36)\n"
      "Provides: default-mta, mail-transport-agent (= 1)\n"
      "Tag: interface::daemon,\n"
      " role::program\n"
      "Section: mail\n"
      "Size: 1498432\n");
  REQUIRE(packages.size() == 1);
  const Package expected{{"postfix"},
                         "3.7.11-0+deb12u1",
                         {"mail"},
                         {"Ann Example"},
                         4240,
                         1498432,
                         {{{{"dpkg"}}}, {{{"libc6"}}}, {{{"debconf"}, {"debconf-2.0"}}}, {{{"python3"}}}}};
  CHECK(packages[0].package == expected);
  CHECK(packages[0].provides == std::vector<PackageName>{{"default-mta"}, {"mail-transport-agent"}});
}

TEST_CASE("packages come in the order of names, the newest version of each", "[packages]") {
  const auto packages = read_text(
      "Package: zsh\nVersion: 5.9-4\n\n"
      "Package: bash\nVersion: 5.2-2+b7\n\n"
      "Package: bash\nVersion: 5.2-2+b10\n\n"
      "Package: bash\nVersion: 5.2-2+b9\n\n\n");
  REQUIRE(packages.size() == 2);
  CHECK(packages[0].package.name.value == "bash");
  CHECK(packages[0].package.version == "5.2-2+b10");
  CHECK(packages[1].package.name.value == "zsh");
}

TEST_CASE("what is no package is passed over", "[packages]") {
  CHECK(read_text("").empty());
  CHECK(read_text("\n\n\n").empty());
  CHECK(read_text("Package: nameless-version\n\nVersion: 1\n\nno colon here\n").empty());
}

TEST_CASE("the shipped extract is read whole", "[packages]") {
  PackageIndex index;
  std::size_t told = 0;
  read(shipped_extract(), index, [&](std::size_t packages) { told = packages; });
  CHECK(index.size() == told);
  CHECK(index.size() > 60'000);
  const auto packages = index.take();
  const auto bash = std::find_if(packages.begin(), packages.end(),
                                 [](const IndexedPackage& indexed) { return indexed.package.name.value == "bash"; });
  REQUIRE(bash != packages.end());
  CHECK(bash->package.section.value == "shells");
  CHECK(bash->package.requirements.size() >= 3);
}

TEST_CASE("a list that cannot be read is an error that names it", "[packages]") {
  PackageIndex index;
  CHECK_THROWS_WITH(read({"nowhere", {"/nowhere/packages.xz"}}, index),
                    "cannot read /nowhere/packages.xz: this failed: xz -dc -- '/nowhere/packages.xz'");
}
