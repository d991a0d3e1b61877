#include "temporary_folder.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

namespace redis_test {
namespace {

constexpr std::string_view begin_of_names = "tagcache_servers_";

/// Opens a folder that nobody owns, and owns it; -1 when there is an owner. Locks go with the process that has them.
int owned(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0 || ::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
  ::close(descriptor);
  return -1;
}

void remove_what_nobody_owns() {
  std::error_code ignored;  // others remove things meanwhile
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::temp_directory_path(), ignored)) {
    if (!entry.path().filename().string().starts_with(begin_of_names)) continue;
    const int descriptor = owned(entry.path());
    if (descriptor < 0) continue;
    std::filesystem::remove_all(entry.path(), ignored);
    ::close(descriptor);
  }
}

}  // namespace

/// Nobody takes it for one without an owner: it has its name only when it has one.
TemporaryFolder::TemporaryFolder() {
  remove_what_nobody_owns();
  std::string name = (std::filesystem::temp_directory_path() / "new_tagcache_servers_XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
  const std::filesystem::path made = name;
  descriptor_ = owned(made);
  path_ = made.parent_path() / made.filename().string().substr(std::string_view("new_").size());
  std::filesystem::rename(made, path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
  ::close(descriptor_);
}

}  // namespace redis_test
