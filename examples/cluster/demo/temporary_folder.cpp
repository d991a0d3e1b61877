#include "demo/temporary_folder.hpp"

#include <stdlib.h>  // mkdtemp is POSIX, and not in <cstdlib> by name

#include <cerrno>
#include <string>
#include <system_error>

namespace shop {

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "tagcache-cluster-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::filesystem::filesystem_error("cannot make a temporary folder", name,
                                            std::error_code(errno, std::generic_category()));
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace shop
