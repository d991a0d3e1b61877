#include "document/unreadable_schema.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <vector>

#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> schemas_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder.empty() ? "." : folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const fs::path& path = entry->path();
    const bool is_schema = path.extension() == ".yaml" || path.extension() == ".yml";
    if (is_schema && !path.filename().string().starts_with('.')) names.push_back(path.filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

Diagnostic unreadable_schema(const std::string& path) {
  std::error_code error;
  const bool is_folder = fs::is_directory(path, error);
  const fs::path folder = is_folder ? fs::path(path) : fs::path(path).parent_path();
  const std::string written = is_folder ? std::string() : fs::path(path).filename().string();
  const std::vector<std::string> names = schemas_in(folder);
  const std::optional<std::string> meant = names.size() == 1 ? names.front() : nearest(written, names);
  return {"cannot-read",
          {},
          (is_folder ? "'" + path + "' is a folder" : "the schema '" + path + "' cannot be read") +
              did_you_mean(written, names),
          names.empty() ? "the path of a schema" : "the path of a schema; there are: " + listed(names),
          names.empty() ? "tagcache init FOLDER, for a schema to begin with"
          : meant       ? (folder / *meant).string()
                        : "",
          {}};
}

}  // namespace tagcache::generator
