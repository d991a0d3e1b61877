#include "cli/finish.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>
#include <vector>

#include "emit/cpp_names.hpp"
#include "emit/write.hpp"

namespace tagcache::generator {
namespace {

namespace fs = std::filesystem;

/// All that the output depends on: a newer generator may write other code.
std::vector<std::string> dependencies(const SchemaDocument& document, const TypeCatalog& catalog) {
  std::vector<std::string> paths = document.schemas_read;
  paths.insert(paths.end(), catalog.headers_read.begin(), catalog.headers_read.end());
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  if (!error) paths.push_back(self.string());
  for (std::string& path : paths) path = fs::absolute(path).lexically_normal().string();
  return paths;
}

void append_flags(const std::string& line, std::vector<std::string>& flags) {
  constexpr std::string_view shell = "SHELL:";
  if (!line.starts_with(shell)) {
    if (!line.empty()) flags.push_back(line);
    return;
  }
  std::istringstream words(line.substr(shell.size()));
  for (std::string word; words >> word;) flags.push_back(word);
}

ExitCode touch(const std::string& path, Diagnostics& diagnostics) {
  if (std::ofstream(path, std::ios::trunc).good()) return ExitCode::ok;
  diagnostics.report(
      {"cannot-write", SourceRange{}, "'" + path + "' cannot be written", "", "--stamp <another path>", {}});
  return fail(diagnostics, ExitCode::unreadable);
}

std::vector<std::string> target_paths(const GenerateCommand& command, std::span<const GeneratedFile> files) {
  if (!command.stamp.empty()) return {fs::absolute(command.stamp).lexically_normal().string()};
  std::vector<std::string> paths;
  for (const GeneratedFile& file : files) {
    paths.push_back(fs::absolute(fs::path(command.output_directory) / file.name).lexically_normal().string());
  }
  return paths;
}

}  // namespace

bool is_readable(const std::string& path) {
  std::error_code error;
  return !fs::is_directory(path, error) && std::ifstream(path).good();
}

ExitCode fail(const Diagnostics& diagnostics, ExitCode code) {
  const std::string text = diagnostics.text();
  std::fwrite(text.data(), 1, text.size(), stderr);
  return code;
}

ExitCode show(const std::string& text, const Diagnostics& diagnostics) {
  const bool printed = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (!diagnostics.empty()) return fail(diagnostics, ExitCode::refused);
  return printed ? ExitCode::ok : ExitCode::unreadable;
}

std::optional<std::vector<std::string>> all_flags(const GenerateCommand& command, Diagnostics& diagnostics) {
  std::vector<std::string> flags;
  if (!command.flags_file.empty()) {
    std::ifstream file(command.flags_file);
    if (!file) {
      diagnostics.report({"cannot-read",
                          SourceRange{},
                          "the flags file '" + command.flags_file + "' cannot be read",
                          "a text file with one C++ flag a line",
                          "",
                          {}});
      return std::nullopt;
    }
    for (std::string line; std::getline(file, line);) append_flags(line, flags);
  }
  flags.insert(flags.end(), command.flags.begin(), command.flags.end());
  return flags;
}

std::string output_paths(const GenerateCommand& command) {
  const std::string stem = output_stem(fs::path(command.schema).filename().string());
  const fs::path path = fs::path(command.output_directory) / stem;
  return path.string() + ".hpp\n" + path.string() + ".cpp\n";
}

ExitCode deliver(const GenerateCommand& command, std::span<const GeneratedFile> files, const SchemaDocument& document,
                 const TypeCatalog& catalog, Diagnostics& diagnostics) {
  if (command.check) {
    check(files, command.output_directory, diagnostics);
    return diagnostics.empty() ? ExitCode::ok : fail(diagnostics, ExitCode::refused);
  }
  if (!write(files, command.output_directory, diagnostics)) return fail(diagnostics, ExitCode::unreadable);
  if (!command.depfile.empty()) {
    const GeneratedFile depfile =
        dependency_file(command.depfile, target_paths(command, files), dependencies(document, catalog));
    const fs::path folder = fs::absolute(command.depfile).parent_path();
    if (!write(std::span(&depfile, 1), folder.string(), diagnostics)) return fail(diagnostics, ExitCode::unreadable);
  }
  return command.stamp.empty() ? ExitCode::ok : touch(command.stamp, diagnostics);
}

}  // namespace tagcache::generator
