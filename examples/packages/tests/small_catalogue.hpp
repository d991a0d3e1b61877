#pragma once

#include <memory>
#include <string>
#include <vector>

#include "database/database.hpp"
#include "database/temporary_folder.hpp"

namespace catalogue {

/// Nine packages in a database of their own, with all that makes dependencies hard: a cycle, a choice, a virtual
/// package with two providers, one that nobody provides.
///
///     editor -> libui -> libbase <-> loader        mailer -> mta (virtual: exim, postfix), libbase
///     suite  -> editor, mailer, no-such-package | libui
struct SmallCatalogue {
  SmallCatalogue();

  TemporaryFolder folder;
  std::vector<IndexedPackage> index;
  std::unique_ptr<Database> database;
};

/// Names as text, for short comparisons: "exim libbase".
[[nodiscard]] std::string joined(const std::vector<PackageName>& names);

}  // namespace catalogue
