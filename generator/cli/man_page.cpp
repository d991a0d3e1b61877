#include <fmt/format.h>

#include <sstream>
#include <string>

#include "cli/command_table.hpp"
#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "cli/help.hpp"

namespace tagcache::generator {
namespace {

/// One line as roff shows it: hyphens that may be copied, and no letter at its begin that is taken for a request.
std::string roff(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    if (letter == '\\') {
      result += "\\e";
    } else if (letter == '-') {
      result += "\\-";
    } else if (letter == '\'') {
      result += "\\(aq";
    } else {
      result += letter;
    }
  }
  return result.starts_with('.') ? "\\&" + result : result;
}

/// Sentences, in short lines.
std::string paragraph(std::string_view text) {
  std::istringstream lines(wrapped(text, 0, 72));
  std::string result;
  for (std::string line; std::getline(lines, line);) result += roff(line) + '\n';
  return result;
}

std::string term(std::string_view name, std::string_view meaning) {
  return fmt::format(".TP\n.B {}\n{}", roff(name), paragraph(std::string(meaning) + '.'));
}

std::string options(const std::vector<const Option*>& rows) {
  std::string text;
  for (const Option* option : rows) text += term(usage(*option), explanation(*option));
  return text;
}

std::string section(const Command& command) {
  std::string text = fmt::format(".SS {}\n{}.\n.PP\n.B {}\n.PP\n{}", command.name, roff(command.summary),
                                 roff(synopsis(command)), paragraph(command.text));
  text += options(own_options(command));
  if (command.examples.empty()) return text;
  text += ".PP\nExamples:\n.PP\n.nf\n.RS\n";
  for (const std::string_view example : command.examples) text += roff(example) + '\n';
  return text + ".RE\n.fi\n";
}

std::string man_page() {
  std::string text = fmt::format(".TH TAGCACHE 1 \"\" \"tagcache {}\" \"User Commands\"\n", TAGCACHE_VERSION);
  text += ".SH NAME\ntagcache \\- typed C++ caches from YAML schemas\n.SH SYNOPSIS\n";
  bool first = true;
  for (const Command& command : all_commands()) {
    text += (first ? ".B " : ".br\n.B ") + roff(synopsis(command)) + '\n';
    first = false;
  }
  text += ".SH DESCRIPTION\ntagcache reads a schema of tags and queries, and writes a C++ class\nthat caches them.\n";
  text += ".SH COMMANDS\n";
  for (const Command& command : all_commands()) text += section(command);
  text += ".SH OPTIONS OF ALL COMMANDS\n" + options(shared_options());
  text += ".SH EXIT STATUS\n";
  for (const auto& [code, meaning] : all_exit_codes()) text += term(std::to_string(static_cast<int>(code)), meaning);
  text += ".SH ENVIRONMENT\n" + term("NO_COLOR",
                                     "When set and not empty, messages have no colours, unless --color "
                                     "always asks for them");
  return text;
}

}  // namespace

ExitCode print_man_page(const CommandLine& line) { return Console(line).show(man_page(), {}); }

}  // namespace tagcache::generator
