#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

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
#include "support/stage_times.hpp"

namespace tagcache::generator {
namespace {

bool is_readable(const std::string& path) {
  std::error_code error;
  return !std::filesystem::is_directory(path, error) && std::ifstream(path).good();
}

/// `stops` ends before anything is written, and these options are about what is written.
void refuse_without_files(const CommandLine& line, std::string_view stops, Diagnostics& diagnostics) {
  for (const std::string_view option : {"--check", "--depfile", "--stamp"}) {
    if (!line.has(option)) continue;
    diagnostics.report({"contradictory-options",
                        {},
                        std::string(stops) + " writes no files, so that " + std::string(option) + " has nothing to do",
                        "one of them",
                        std::string(stops),
                        {}});
  }
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
    if (!line.has(option)) continue;
    refuse_without_files(line, option, diagnostics);
    if (line.value("--format") == "text") continue;
    diagnostics.report({"contradictory-options",
                        {},
                        std::string(option) + " and --format json both write to the standard output",
                        "one of them",
                        std::string(option),
                        {}});
  }
  if (line.has("--dump") && line.has("--print-outputs")) {
    diagnostics.report({"contradictory-options",
                        {},
                        "--dump and --print-outputs both stop before the other is done",
                        "one of them",
                        "--dump",
                        {}});
  }
  return diagnostics.empty();
}

bool is_foreign_to_includes(char letter) {
  return letter == '"' || letter == '\\' || static_cast<unsigned char>(letter) < 0x20U || letter == 0x7F;
}

/// Generated code has the name of the schema in `#include "..."` and in a text.
void refuse_foreign_name(const std::string& schema, Diagnostics& diagnostics) {
  const std::string name = std::filesystem::path(schema).filename().string();
  if (std::none_of(name.begin(), name.end(), is_foreign_to_includes)) return;
  std::string cure = name;
  std::replace_if(cure.begin(), cure.end(), is_foreign_to_includes, '_');
  diagnostics.report({"file-name",
                      {},
                      "no #include can have the name of the schema '" + name + "'",
                      "a file name without quotes, backslashes and control characters",
                      std::move(cure),
                      {}});
}

/// The stages in their order: parse, expand, inspect, resolve, lower, render, write.
ExitCode run_stages(const CommandLine& line, const Console& console, StageTimes& times) {
  const std::string& schema = line.operands().front();
  const std::string stage = line.value("--dump");
  SourceFiles files;
  Diagnostics diagnostics;
  auto settings = compile_settings(line, schema, diagnostics);
  if (!settings) return console.finish(diagnostics, ExitCode::unreadable);
  settings->times = &times;

  times.begin("parse");
  const auto written = parse(schema, files, diagnostics);
  if (!written) return console.finish(diagnostics, is_readable(schema) ? ExitCode::refused : ExitCode::unreadable);
  if (stage == "document") return console.show(dump(*written), diagnostics);
  refuse_foreign_name(schema, diagnostics);

  times.begin("expand");
  const SchemaDocument document = expand(*written);
  if (stage == "expanded") return console.show(dump(document), diagnostics);

  times.begin("inspect");
  const auto catalog = inspect(mentioned_types(document), *settings, diagnostics);
  if (!catalog) return console.finish(diagnostics, ExitCode::refused);
  if (stage == "catalog") return console.show(dump(*catalog), diagnostics);

  times.begin("resolve");
  const auto model = resolve(document, *catalog, diagnostics);
  if (!model) return console.finish(diagnostics, ExitCode::refused);
  if (stage == "model") return console.show(dump(*model), diagnostics);

  times.begin("lower");
  const CppUnit unit = lower(*model);
  if (stage == "unit") return console.show(dump(unit), diagnostics);

  times.begin("render");
  const std::vector<GeneratedFile> rendered = render(unit);

  times.begin("write");
  const ExitCode code = deliver(line, rendered, document, *catalog, diagnostics);
  return console.finish(diagnostics, code);
}

}  // namespace

ExitCode generate(const CommandLine& line) {
  const Console console(line);
  Diagnostics diagnostics;
  if (!fits_together(line, diagnostics)) return console.finish(diagnostics, ExitCode::usage);
  if (line.has("--print-outputs")) return console.show(output_paths(line), diagnostics);
  StageTimes times;
  const ExitCode code = run_stages(line, console, times);
  times.end();
  if (line.has("--time-report")) console.report(times);
  return code;
}

}  // namespace tagcache::generator
