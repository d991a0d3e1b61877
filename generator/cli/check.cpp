#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "cli/read_schema.hpp"
#include "lint/lint.hpp"

namespace tagcache::generator {

ExitCode check_schema(const CommandLine& line) {
  const Console console(line);
  const std::string& path = line.operands().front();
  SourceFiles files;
  Diagnostics diagnostics;
  const auto schema = read_schema(line, path, TypeSource::headers, files, diagnostics);
  if (!schema) return console.finish(diagnostics, code_of_unread(path));
  const Diagnostics findings = lint(schema->document, schema->model);
  const bool is_clean = findings.empty() || !line.has("--strict");
  return console.finish(findings, is_clean ? ExitCode::ok : ExitCode::refused);
}

}  // namespace tagcache::generator
