#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "emit/cpp_names.hpp"
#include "emit/template_text.hpp"
#include "emit/write.hpp"
#include "model/emitted_names.hpp"
#include "model/reserved_names.hpp"
#include "support/diagnostics.hpp"
#include "support/type_words.hpp"

namespace tagcache::generator {
namespace {

namespace fs = std::filesystem;

struct ProjectFile {
  std::string_view template_name;
  std::string name;
};

/// `Book` and `get_book`: names that the code of the project has already, comments left out.
std::set<std::string> names_of_project() {
  std::set<std::string> names;
  for (const std::string_view file : {"init/schema.yaml", "init/model.hpp", "init/database.hpp", "init/main.cpp"}) {
    std::istringstream lines{std::string(template_text(file))};
    for (std::string line; std::getline(lines, line);) {
      line.resize(std::min({line.size(), line.find("//"), line.find("# ")}));
      names.merge(identifiers(line));
    }
  }
  return names;
}

std::optional<NameProblem> problem_with_class(const std::string& name) {
  if (auto problem = problem_with_name(name, NameUse::cache)) return problem;
  const std::set<std::string> taken = names_of_project();
  for (const std::string& each : class_names(name).all()) {
    if (!taken.contains(each)) continue;
    return NameProblem{"reserved-name", "'" + each + "' is something else in the project", "another name",
                       other_cache_names(name).front()};
  }
  return std::nullopt;
}

/// The problem with the first part that has one; its cure is the whole name.
std::optional<NameProblem> problem_with_namespace(const std::string& name) {
  std::optional<NameProblem> first;
  std::string cured;
  for (const NamespacePart& part : parts_of_namespace(name)) {
    std::optional<NameProblem> problem = problem_with_name(part.name, part.use);
    if (problem && part.name.empty()) problem->cure.clear();
    const std::string written = problem ? problem->cure : part.name;
    cured += (cured.empty() || written.empty() ? "" : "::") + written;
    if (problem && !first) first = std::move(problem);
  }
  if (first) first->cure = cured;
  return first;
}

void refuse(std::string_view option, const std::string& value, const NameProblem& problem, Diagnostics& diagnostics) {
  diagnostics.report({"wrong-value",
                      {},
                      std::string(option) + ' ' + value + ": " + problem.message,
                      problem.expected,
                      std::string(option) + ' ' + problem.cure,
                      {}});
}

void check_names(const CommandLine& line, Diagnostics& diagnostics) {
  const std::string name = line.value("--name");
  if (const auto problem = problem_with_class(name)) refuse("--name", name, *problem, diagnostics);
  const std::string name_space = line.value("--namespace");
  if (const auto problem = problem_with_namespace(name_space)) refuse("--namespace", name_space, *problem, diagnostics);
}

/// What goes into the holes of the templates.
HoleValues values_of(const CommandLine& line) {
  const std::string name = line.value("--name");
  const std::string name_space = line.value("--namespace");
  const std::string stem = parts_of_namespace(name_space).back().name;
  const std::string schema = stem + ".yaml";
  return {{"name", name},
          {"namespace", name_space},
          {"source", class_names(name).source},
          {"program", stem + "_demo"},  // a target may not be called `test`, nor like the library
          {"schema", schema},
          {"library", output_stem(schema)},
          {"header", output_stem(schema) + ".hpp"}};
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
