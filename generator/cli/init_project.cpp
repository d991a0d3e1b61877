#include <array>
#include <cctype>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "emit/cpp_names.hpp"
#include "emit/template_text.hpp"
#include "emit/write.hpp"
#include "model/cache_model.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {
namespace {

namespace fs = std::filesystem;

struct ProjectFile {
  std::string_view template_name;
  std::string name;
};

bool is_identifier(std::string_view name) {
  const auto is_letter = [](char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
  };
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0) return false;
  for (const char letter : name) {
    if (!is_letter(letter)) return false;
  }
  return true;
}

/// `books`, `shop::books`
std::vector<std::string> parts_of(std::string name) {
  std::vector<std::string> parts;
  for (std::size_t colons = name.find("::"); colons != std::string::npos; colons = name.find("::")) {
    parts.push_back(name.substr(0, colons));
    name.erase(0, colons + 2);
  }
  parts.push_back(name);
  return parts;
}

void refuse_name(std::string_view option, const std::string& name, std::string_view example, Diagnostics& diagnostics) {
  diagnostics.report({"wrong-value",
                      {},
                      "'" + name + "' is no value of " + std::string(option),
                      "a name as C++ has it",
                      std::string(option) + ' ' + std::string(example),
                      {}});
}

/// What goes into the holes of the templates.
HoleValues values_of(const CommandLine& line) {
  CacheModel model;
  model.name = line.value("--name");
  const std::string stem = parts_of(line.value("--namespace")).back();
  const std::string schema = stem + ".yaml";
  return {{"name", model.name},
          {"namespace", line.value("--namespace")},
          {"source", class_names(model.name).source},
          {"program", stem},
          {"schema", schema},
          {"library", output_stem(schema)},
          {"header", output_stem(schema) + ".hpp"}};
}

void check_names(const CommandLine& line, Diagnostics& diagnostics) {
  const std::string name = line.value("--name");
  if (!is_identifier(name)) refuse_name("--name", name, "BookCache", diagnostics);
  const std::string name_space = line.value("--namespace");
  for (const std::string& part : parts_of(name_space)) {
    if (!is_identifier(part)) return refuse_name("--namespace", name_space, "books", diagnostics);
  }
}

/// A template need not have all holes.
std::string filled(std::string_view name, HoleValues values) {
  const std::string_view text = template_text(name);
  std::erase_if(values,
                [&](const auto& value) { return text.find('$' + value.first + '$') == std::string_view::npos; });
  return fill_template(name, text, values);
}

void refuse_existing(const std::string& folder, const std::vector<GeneratedFile>& files, Diagnostics& diagnostics) {
  for (const GeneratedFile& file : files) {
    const fs::path path = fs::path(folder) / file.name;
    std::error_code error;
    if (!fs::exists(fs::symlink_status(path, error))) continue;
    diagnostics.report({"file-exists",
                        {},
                        "'" + path.string() + "' is there already, and nothing is written",
                        "a folder without " + file.name,
                        "tagcache init <another folder>",
                        {}});
  }
}

}  // namespace

ExitCode init_project(const CommandLine& line) {
  const Console console(line);
  const std::string folder = line.operands().empty() ? "." : line.operands().front();
  Diagnostics diagnostics;
  check_names(line, diagnostics);
  if (!diagnostics.empty()) return console.finish(diagnostics, ExitCode::usage);

  const HoleValues values = values_of(line);
  const std::array<ProjectFile, 6> project = {{{"init/schema.yaml", values.at("schema")},
                                               {"init/model.hpp", "model.hpp"},
                                               {"init/database.hpp", "database.hpp"},
                                               {"init/main.cpp", "main.cpp"},
                                               {"init/CMakeLists.txt", "CMakeLists.txt"},
                                               {"init/README.md", "README.md"}}};
  std::vector<GeneratedFile> files;
  for (const auto& [template_name, name] : project) files.push_back({name, filled(template_name, values)});
  refuse_existing(folder, files, diagnostics);
  if (!diagnostics.empty()) return console.finish(diagnostics, ExitCode::refused);
  if (!write(files, folder, diagnostics)) return console.finish(diagnostics, ExitCode::unreadable);

  std::string text;
  for (const GeneratedFile& file : files) text += (fs::path(folder) / file.name).string() + '\n';
  return console.show(text, diagnostics);
}

}  // namespace tagcache::generator
