#include <algorithm>

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
  auto before = read_schema(line, old_path, TypeSource::found, files, diagnostics);
  Diagnostics of_new;
  auto after = read_schema(line, new_path, TypeSource::found, files, of_new);
  diagnostics.report(of_new);
  if (!before || !after)
    return console.finish(diagnostics, std::max(code_of_unread(old_path), code_of_unread(new_path)));
  // Shapes of one version and names of the other would differ everywhere.
  if (before->knows_values && !after->knows_values) {
    before = read_schema(line, old_path, TypeSource::schema, files, diagnostics);
  } else if (after->knows_values && !before->knows_values) {
    after = read_schema(line, new_path, TypeSource::schema, files, diagnostics);
  }
  if (!before || !after) return console.finish(diagnostics, ExitCode::refused);
  const Changes changes{compare(before->model, after->model), before->knows_values && after->knows_values};
  const bool json = line.value("--format") == "json";
  const ExitCode printed =
      console.show(json ? changes_as_json(changes) : changes_as_text(changes, console.colours_results()), diagnostics);
  return printed == ExitCode::ok && breaks_something(changes.found) ? ExitCode::refused : printed;
}

}  // namespace tagcache::generator
