#include "explain/explain.hpp"

#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "cli/read_schema.hpp"

namespace tagcache::generator {

ExitCode explain_schema(const CommandLine& line) {
  const Console console(line);
  const std::string& path = line.operands().front();
  SourceFiles files;
  Diagnostics diagnostics;
  const auto schema = read_schema(line, path, TypeSource::schema, files, diagnostics);
  if (!schema) return console.finish(diagnostics, code_of_unread(path));
  std::optional<Topic> topic = Topic{};
  if (line.operands().size() > 1) topic = find_topic(schema->model, line.operands()[1], diagnostics);
  if (!topic) return console.finish(diagnostics, ExitCode::refused);
  const std::string format = line.value("--format");
  if (format == "svg") return console.show(explain_as_svg(schema->model, *topic), diagnostics);
  if (format == "json") return console.show(explain_as_json(schema->model, *topic), diagnostics);
  return console.show(explain_as_text(schema->model, *topic, console.colours_results()), diagnostics);
}

}  // namespace tagcache::generator
