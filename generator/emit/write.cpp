#include "emit/write.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace tagcache::generator {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> text_of(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  return stream.bad() ? std::nullopt : std::optional(std::move(text));
}

fs::path path_in(const std::string& directory, const GeneratedFile& file) {
  const fs::path name(file.name);
  if (name.empty() || name != name.filename() || name == "." || name == "..") {
    throw std::logic_error("'" + file.name + "' would be written outside of the output directory");
  }
  return fs::path(directory) / name;
}

void report_unwritable(const fs::path& path, const std::string& why, Diagnostics& diagnostics) {
  diagnostics.report({"cannot-write",
                      SourceRange{},
                      "'" + path.string() + "' cannot be written: " + why,
                      "",
                      "another folder, in which files may be made",
                      {}});
}

/// Texts that stand beside the files which they are to replace. What goes wrong most (no room, no right, a folder in
/// the way) does so before the first of them is replaced.
class FreshFiles {
 public:
  FreshFiles() = default;
  FreshFiles(const FreshFiles&) = delete;
  FreshFiles& operator=(const FreshFiles&) = delete;
  ~FreshFiles() {
    std::error_code ignored;
    for (const fs::path& path : paths_) fs::remove(fresh(path), ignored);
  }

  /// Why it is not possible; empty when it is done.
  std::string add(const fs::path& path, const std::string& text) {
    std::error_code error;
    if (fs::is_directory(path, error)) return std::make_error_code(std::errc::is_a_directory).message();
    paths_.push_back(path);
    std::ofstream stream(fresh(path), std::ios::binary | std::ios::trunc);
    stream << text;
    stream.close();
    return stream ? "" : std::make_error_code(std::errc::io_error).message();
  }

  bool replace_all(Diagnostics& diagnostics) {
    for (const fs::path& path : paths_) {
      std::error_code error;
      fs::rename(fresh(path), path, error);
      if (!error) continue;
      report_unwritable(path, error.message(), diagnostics);
      return false;
    }
    paths_.clear();
    return true;
  }

 private:
  static fs::path fresh(const fs::path& path) { return path.string() + '.' + std::to_string(getpid()) + ".new"; }

  std::vector<fs::path> paths_;
};

bool make_folder(const std::string& directory, Diagnostics& diagnostics) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) report_unwritable(directory, error.message(), diagnostics);
  return !error;
}

/// Spaces, `#` and `$` mean something in a makefile, and backslashes in front of a space.
std::string make_word(std::string_view path) {
  std::string word;
  std::size_t backslashes = 0;
  for (const char letter : path) {
    if (letter == ' ') word.append(backslashes, '\\');
    if (letter == ' ' || letter == '#') word += '\\';
    if (letter == '$') word += '$';
    word += letter;
    backslashes = letter == '\\' ? backslashes + 1 : 0;
  }
  return word;
}

}  // namespace

std::optional<WriteReport> write(std::span<const FolderOfFiles> folders, Diagnostics& diagnostics) {
  WriteReport report;
  FreshFiles fresh;
  for (const FolderOfFiles& folder : folders) {
    if (!make_folder(folder.directory, diagnostics)) return std::nullopt;
    for (const GeneratedFile& file : folder.files) {
      const fs::path path = path_in(folder.directory, file);
      if (text_of(path) == file.text) {
        report.unchanged.push_back(path.string());
        continue;
      }
      if (const std::string why = fresh.add(path, file.text); !why.empty()) {
        report_unwritable(path, why, diagnostics);
        return std::nullopt;
      }
      report.written.push_back(path.string());
    }
  }
  return fresh.replace_all(diagnostics) ? std::optional(std::move(report)) : std::nullopt;
}

std::optional<WriteReport> write(std::span<const GeneratedFile> files, const std::string& directory,
                                 Diagnostics& diagnostics) {
  const FolderOfFiles folder{directory, files};
  return write(std::span(&folder, 1), diagnostics);
}

void check(std::span<const GeneratedFile> files, const std::string& directory, Diagnostics& diagnostics) {
  for (const GeneratedFile& file : files) {
    const fs::path path = path_in(directory, file);
    const std::optional<std::string> text = text_of(path);
    if (text == file.text) continue;
    diagnostics.report({"stale-file",
                        SourceRange{},
                        "'" + path.string() + "' is " + (text ? "stale" : "missing"),
                        "the text that the schema gives now",
                        "the same command without --check, to write it",
                        {}});
  }
}

GeneratedFile dependency_file(const std::string& path, std::span<const std::string> targets,
                              std::span<const std::string> dependencies) {
  std::string text;
  for (const std::string& target : targets) text += (text.empty() ? "" : " ") + make_word(target);
  text += ':';
  for (const std::string& dependency : dependencies) text += " \\\n  " + make_word(dependency);
  return {fs::path(path).filename().string(), text + '\n'};
}

}  // namespace tagcache::generator
