#include "inspect/resource_directory.hpp"

#include <clang/Basic/Version.h>
#include <dlfcn.h>

#include <filesystem>
#include <system_error>
#include <vector>

namespace tagcache::generator {
namespace {

namespace fs = std::filesystem;

const std::string major_version = std::to_string(CLANG_VERSION_MAJOR);

bool has_headers(const fs::path& directory) {
  std::error_code error;
  return fs::exists(directory / "include" / "stddef.h", error);
}

/// The folder of the Clang library that this program runs with.
std::optional<fs::path> library_folder() {
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&clang::getClangFullVersion), &info) == 0 || info.dli_fname == nullptr) {
    return std::nullopt;
  }
  std::error_code error;
  const fs::path library = fs::canonical(info.dli_fname, error);
  return error ? std::nullopt : std::optional(library.parent_path());
}

std::vector<fs::path> candidates(const std::string& known_from_build) {
  std::vector<fs::path> found;
  if (!known_from_build.empty()) found.emplace_back(known_from_build);
  if (const auto folder = library_folder()) {
    found.push_back(*folder / "clang" / major_version);
    found.push_back(*folder / "clang" / CLANG_VERSION_STRING);
  }
  const fs::path distribution = "/usr/lib/llvm-" + major_version;
  found.push_back(distribution / "lib" / "clang" / major_version);
  found.push_back(distribution / "lib" / "clang" / CLANG_VERSION_STRING);
  found.push_back(fs::path("/usr/lib/clang") / major_version);
  return found;
}

}  // namespace

std::string resource_directory_of_build() {
#ifdef TAGCACHE_CLANG_RESOURCE_DIRECTORY
  return TAGCACHE_CLANG_RESOURCE_DIRECTORY;
#else
  return {};
#endif
}

std::optional<std::string> resource_directory(const std::string& wished, const std::string& known_from_build) {
  if (!wished.empty()) return has_headers(wished) ? std::optional(wished) : std::nullopt;
  for (const fs::path& candidate : candidates(known_from_build)) {
    if (has_headers(candidate)) return candidate.string();
  }
  return std::nullopt;
}

std::string resource_package() { return "libclang-common-" + major_version + "-dev"; }

}  // namespace tagcache::generator
