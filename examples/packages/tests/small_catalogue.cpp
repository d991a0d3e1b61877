#include "small_catalogue.hpp"

#include <sstream>

namespace catalogue {
namespace {

constexpr const char* packages = R"(
Package: editor
Version: 2.0-1
Section: editors
Maintainer: Ann
Installed-Size: 200
Size: 20000
Depends: libui

Package: exim
Version: 4.96-1
Section: mail
Maintainer: Bob
Depends: libbase
Provides: mta

Package: libbase
Version: 1.0-1
Section: libs
Maintainer: Ann
Depends: loader

Package: libui
Version: 1.5-1
Section: libs
Maintainer: Cleo
Depends: libbase

Package: loader
Version: 1.0-1
Section: libs
Maintainer: Ann
Depends: libbase

Package: lonely
Version: 0.1-1
Section: misc
Maintainer: Cleo
Depends: lonely, never-packaged

Package: mailer
Version: 3.0-1
Section: mail
Maintainer: Bob
Depends: mta, libbase

Package: postfix
Version: 3.7-1
Section: mail
Maintainer: Bob
Depends: libbase
Provides: mta

Package: suite
Version: 9-1
Section: metapackages
Maintainer: Ann
Depends: editor, mailer, no-such-package | libui
)";

}  // namespace

SmallCatalogue::SmallCatalogue() : database(std::make_unique<Database>(folder.path() / "small.sqlite")) {
  std::istringstream stream(packages);
  PackageIndex read;
  read.read(stream);
  index = read.take();
  database->load(index);
}

std::string joined(const std::vector<PackageName>& names) {
  std::string text;
  for (const PackageName& name : names) text += (text.empty() ? "" : " ") + name.value;
  return text;
}

}  // namespace catalogue
