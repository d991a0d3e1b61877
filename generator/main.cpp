#include "cli/command_line.hpp"
#include "cli/dump.hpp"
#include "cli/finish.hpp"
#include "document/parse.hpp"
#include "emit/lower.hpp"
#include "emit/render.hpp"
#include "inspect/inspect.hpp"
#include "model/resolve.hpp"

namespace tagcache::generator {
namespace {

using Dump = GenerateCommand::Dump;

/// The stages in their order: parse, inspect, resolve, lower, render, write.
ExitCode generate(const GenerateCommand& command) {
  if (command.print_outputs) return show(output_paths(command), {});
  SourceFiles files;
  Diagnostics diagnostics;
  const auto flags = all_flags(command, diagnostics);
  if (!flags) return fail(diagnostics, ExitCode::unreadable);

  const auto document = parse(command.schema, files, diagnostics);
  if (!document) return fail(diagnostics, is_readable(command.schema) ? ExitCode::refused : ExitCode::unreadable);
  if (command.dump == Dump::document) return show(dump(*document), diagnostics);

  const CompileSettings settings{*flags, command.resource_directory};
  const auto catalog = inspect(mentioned_types(*document), settings, diagnostics);
  if (!catalog) return fail(diagnostics, ExitCode::refused);
  if (command.dump == Dump::catalog) return show(dump(*catalog), diagnostics);

  const auto model = resolve(*document, *catalog, diagnostics);
  if (!model) return fail(diagnostics, ExitCode::refused);
  if (command.dump == Dump::model) return show(dump(*model), diagnostics);

  const CppUnit unit = lower(*model);
  if (command.dump == Dump::unit) return show(dump(unit), diagnostics);

  return deliver(command, render(unit), *document, *catalog, diagnostics);
}

}  // namespace
}  // namespace tagcache::generator

int main(int count, char** words) {
  using namespace tagcache::generator;
  const auto command = read_command_line(count, words);
  const auto* const generation = std::get_if<GenerateCommand>(&command);
  return static_cast<int>(generation != nullptr ? generate(*generation) : std::get<ExitCode>(command));
}
