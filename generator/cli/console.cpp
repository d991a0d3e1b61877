#include "cli/console.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "cli/command_table.hpp"

namespace tagcache::generator {
namespace {

/// NO_COLOR counts when it is set and not empty, see no-color.org.
bool is_set(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool wants_colours(std::string_view when, int stream = STDERR_FILENO) {
  if (when == "always" || when == "never") return when == "always";
  const char* const terminal = std::getenv("TERM");
  const bool is_dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  return isatty(stream) == 1 && !is_dumb && !is_set("NO_COLOR");
}

bool print(const std::string& text, std::FILE* stream) {
  return std::fwrite(text.data(), 1, text.size(), stream) == text.size() && std::fflush(stream) == 0;
}

bool has_formats(const Command& command) {
  for (const Option* option : own_options(command)) {
    if (option->name == "--format") return true;
  }
  return false;
}

}  // namespace

Console::Console(const CommandLine& line)
    : json_(has_formats(line.command()) && line.value("--format") == "json"),
      colours_(wants_colours(line.value("--color"))),
      colours_results_(wants_colours(line.value("--color"), STDOUT_FILENO)) {}

ExitCode Console::finish(const Diagnostics& diagnostics, ExitCode code) const {
  if (json_) return print(diagnostics.json(), stdout) ? code : ExitCode::unreadable;
  print(diagnostics.text(colours_), stderr);
  return code;
}

ExitCode Console::show(const std::string& text, const Diagnostics& diagnostics) const {
  if (!print(text, stdout)) return ExitCode::unreadable;
  print(diagnostics.text(colours_), stderr);
  return diagnostics.empty() ? ExitCode::ok : ExitCode::refused;
}

void Console::report(const StageTimes& times) const { print(times.text(), stderr); }

ExitCode refuse_command_line(const Diagnostics& diagnostics, const std::string& when_coloured) {
  print(diagnostics.text(wants_colours(when_coloured)), stderr);
  return ExitCode::usage;
}

}  // namespace tagcache::generator
