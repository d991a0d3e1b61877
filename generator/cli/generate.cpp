#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include "cli/commands.hpp"
#include "cli/compile_settings.hpp"
#include "cli/console.hpp"
#include "cli/deliver.hpp"
#include "cli/dump.hpp"
#include "document/expand.hpp"
#include "document/parse.hpp"
#include "emit/lower.hpp"
#include "emit/render.hpp"
#include "inspect/inspect.hpp"
#include "model/resolve.hpp"

namespace tagcache::generator {
namespace {

bool is_readable(const std::string& path) {
  std::error_code error;
  return !std::filesystem::is_directory(path, error) && std::ifstream(path).good();
}

/// Whether the options go together, which a table of single ones cannot say.
bool fits_together(const CommandLine& line, Diagnostics& diagnostics) {
  if (!line.has("--out") && !line.has("--dump")) {
    diagnostics.report({"missing-option",
                        {},
                        "generate does not know where to write: --out is missing",
                        "a folder, or --dump to look at a stage only",
                        "--out FOLDER",
                        {}});
  }
  for (const std::string_view option : {"--dump", "--print-outputs"}) {
    if (!line.has(option) || line.value("--format") == "text") continue;
    diagnostics.report({"contradictory-options",
                        {},
                        std::string(option) + " and --format json both write to the standard output",
                        "one of them",
                        std::string(option),
                        {}});
  }
  return diagnostics.empty();
}

}  // namespace

/// The stages in their order: parse, expand, inspect, resolve, lower, render, write.
ExitCode generate(const CommandLine& line) {
  const Console console(line);
  const std::string& schema = line.operands().front();
  const std::string stage = line.value("--dump");
  SourceFiles files;
  Diagnostics diagnostics;
  if (!fits_together(line, diagnostics)) return console.finish(diagnostics, ExitCode::usage);
  if (line.has("--print-outputs")) return console.show(output_paths(line), diagnostics);
  const auto settings = compile_settings(line, schema, diagnostics);
  if (!settings) return console.finish(diagnostics, ExitCode::unreadable);

  const auto written = parse(schema, files, diagnostics);
  if (!written) return console.finish(diagnostics, is_readable(schema) ? ExitCode::refused : ExitCode::unreadable);
  if (stage == "document") return console.show(dump(*written), diagnostics);

  const SchemaDocument document = expand(*written);
  if (stage == "expanded") return console.show(dump(document), diagnostics);

  const auto catalog = inspect(mentioned_types(document), *settings, diagnostics);
  if (!catalog) return console.finish(diagnostics, ExitCode::refused);
  if (stage == "catalog") return console.show(dump(*catalog), diagnostics);

  const auto model = resolve(document, *catalog, diagnostics);
  if (!model) return console.finish(diagnostics, ExitCode::refused);
  if (stage == "model") return console.show(dump(*model), diagnostics);

  const CppUnit unit = lower(*model);
  if (stage == "unit") return console.show(dump(unit), diagnostics);

  const ExitCode code = deliver(line, render(unit), document, *catalog, diagnostics);
  return console.finish(diagnostics, code);
}

}  // namespace tagcache::generator
