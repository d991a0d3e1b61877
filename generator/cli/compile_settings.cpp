#include "cli/compile_settings.hpp"

#include <filesystem>
#include <fstream>
#include <utility>

#include "cli/flag_words.hpp"

namespace tagcache::generator {

std::optional<CompileSettings> compile_settings(const CommandLine& line, const std::string& schema,
                                                Diagnostics& diagnostics) {
  CompileSettings settings{{}, line.value("--resource-dir"), line.has("--without-clang")};
  if (line.has("--flags-file")) {
    const std::string path = line.value("--flags-file");
    std::ifstream file(path);
    if (!file) {
      diagnostics.report({"cannot-read",
                          SourceRange{},
                          "the flags file '" + path + "' cannot be read",
                          "a text file with one C++ flag a line",
                          "",
                          {}});
      return std::nullopt;
    }
    for (std::string flag; std::getline(file, flag);) {
      for (std::string& word : flag_words(flag)) settings.flags.push_back(std::move(word));
    }
  }
  settings.flags.insert(settings.flags.end(), line.behind_dashes().begin(), line.behind_dashes().end());
  const std::filesystem::path folder = std::filesystem::path(schema).parent_path();
  settings.schema_folder = folder.empty() ? "." : folder.string();
  return settings;
}

}  // namespace tagcache::generator
