#include "cli/compile_settings.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <vector>

namespace tagcache::generator {
namespace {

void append_flags(const std::string& line, std::vector<std::string>& flags) {
  constexpr std::string_view shell = "SHELL:";
  if (!line.starts_with(shell)) {
    if (!line.empty()) flags.push_back(line);
    return;
  }
  std::istringstream words(line.substr(shell.size()));
  for (std::string word; words >> word;) flags.push_back(word);
}

}  // namespace

std::optional<CompileSettings> compile_settings(const CommandLine& line, const std::string& schema,
                                                Diagnostics& diagnostics) {
  CompileSettings settings{{}, line.value("--resource-dir")};
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
    for (std::string flag; std::getline(file, flag);) append_flags(flag, settings.flags);
  }
  settings.flags.insert(settings.flags.end(), line.behind_dashes().begin(), line.behind_dashes().end());
  const std::filesystem::path folder = std::filesystem::path(schema).parent_path();
  settings.flags.push_back("-I" + (folder.empty() ? "." : folder.string()));
  return settings;
}

}  // namespace tagcache::generator
