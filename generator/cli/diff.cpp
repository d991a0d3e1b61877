#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "cli/read_schema.hpp"
#include "diff/compare.hpp"

namespace tagcache::generator {

ExitCode diff_schemas(const CommandLine& line) {
  const Console console(line);
  const std::string& old_path = line.operands()[0];
  const std::string& new_path = line.operands()[1];
  SourceFiles files;
  Diagnostics diagnostics;
  const auto before = read_schema(line, old_path, TypeSource::schema, files, diagnostics);
  if (!before) return console.finish(diagnostics, code_of_unread(old_path));
  const auto after = read_schema(line, new_path, TypeSource::schema, files, diagnostics);
  if (!after) return console.finish(diagnostics, code_of_unread(new_path));
  const std::vector<Change> changes = compare(before->model, after->model);
  const bool json = line.value("--format") == "json";
  const ExitCode printed =
      console.show(json ? changes_as_json(changes) : changes_as_text(changes, console.colours_results()), diagnostics);
  return printed == ExitCode::ok && breaks_something(changes) ? ExitCode::refused : printed;
}

}  // namespace tagcache::generator
