#include "cli/deliver.hpp"

#include <filesystem>
#include <fstream>
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

ExitCode touch(const std::string& path, Diagnostics& diagnostics) {
  if (std::ofstream(path, std::ios::trunc).good()) return ExitCode::ok;
  diagnostics.report(
      {"cannot-write", SourceRange{}, "'" + path + "' cannot be written", "", "--stamp <another path>", {}});
  return ExitCode::unreadable;
}

std::vector<std::string> target_paths(const CommandLine& line, std::span<const GeneratedFile> files) {
  if (line.has("--stamp")) return {fs::absolute(line.value("--stamp")).lexically_normal().string()};
  std::vector<std::string> paths;
  for (const GeneratedFile& file : files) {
    paths.push_back(fs::absolute(fs::path(line.value("--out")) / file.name).lexically_normal().string());
  }
  return paths;
}

}  // namespace

std::string output_paths(const CommandLine& line) {
  const std::string stem = output_stem(fs::path(line.operands().front()).filename().string());
  const fs::path path = fs::path(line.value("--out")) / stem;
  return path.string() + ".hpp\n" + path.string() + ".cpp\n";
}

ExitCode deliver(const CommandLine& line, std::span<const GeneratedFile> files, const SchemaDocument& document,
                 const TypeCatalog& catalog, Diagnostics& diagnostics) {
  if (line.has("--check")) {
    check(files, line.value("--out"), diagnostics);
    return diagnostics.empty() ? ExitCode::ok : ExitCode::refused;
  }
  std::vector<FolderOfFiles> folders{{line.value("--out"), files}};
  GeneratedFile depfile;
  if (line.has("--depfile")) {
    const std::string path = line.value("--depfile");
    depfile = dependency_file(path, target_paths(line, files), dependencies(document, catalog));
    folders.push_back({fs::absolute(path).parent_path().string(), std::span(&depfile, 1)});
  }
  if (!write(folders, diagnostics)) return ExitCode::unreadable;
  return line.has("--stamp") ? touch(line.value("--stamp"), diagnostics) : ExitCode::ok;
}

}  // namespace tagcache::generator
