#include "emit/write.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <system_error>

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

/// Writes beside the file and then moves over it.
std::string why_not_written(const fs::path& path, const std::string& text) {
  const fs::path fresh = path.string() + '.' + std::to_string(getpid()) + ".new";
  std::error_code error;
  {
    std::ofstream stream(fresh, std::ios::binary | std::ios::trunc);
    stream << text;
    stream.close();
    if (!stream) error = std::make_error_code(std::errc::io_error);
  }
  if (!error) fs::rename(fresh, path, error);
  if (!error) return "";
  std::error_code ignored;
  fs::remove(fresh, ignored);
  return error.message();
}

void report_unwritable(const fs::path& path, const std::string& why, Diagnostics& diagnostics) {
  diagnostics.report({"cannot-write",
                      SourceRange{},
                      "'" + path.string() + "' cannot be written: " + why,
                      "",
                      "another folder, in which files may be made",
                      {}});
}

/// Spaces, `#` and `$` mean something in a makefile.
std::string make_word(std::string_view path) {
  std::string word;
  for (const char letter : path) {
    if (letter == ' ' || letter == '#' || letter == '\\') word += '\\';
    if (letter == '$') word += '$';
    word += letter;
  }
  return word;
}

}  // namespace

std::optional<WriteReport> write(std::span<const GeneratedFile> files, const std::string& directory,
                                 Diagnostics& diagnostics) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) {
    report_unwritable(directory, error.message(), diagnostics);
    return std::nullopt;
  }
  WriteReport report;
  for (const GeneratedFile& file : files) {
    const fs::path path = path_in(directory, file);
    if (text_of(path) == file.text) {
      report.unchanged.push_back(path.string());
      continue;
    }
    if (const std::string why = why_not_written(path, file.text); !why.empty()) {
      report_unwritable(path, why, diagnostics);
      return std::nullopt;
    }
    report.written.push_back(path.string());
  }
  return report;
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
