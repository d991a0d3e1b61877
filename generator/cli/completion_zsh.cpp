#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/completion.hpp"
#include "cli/help.hpp"

namespace tagcache::generator {
namespace {

/// Text inside of a specification of _arguments, which gives a meaning to some letters.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    if (letter == ':' || letter == '[' || letter == ']' || letter == '\\') result += '\\';
    result += letter;
  }
  return result;
}

/// What completes a value.
std::string offer(Takes takes, const std::vector<std::string_view>& words) {
  std::string list;
  switch (takes) {
    case Takes::word:
      for (const std::string_view word : words) list.append(list.empty() ? "" : " ").append(word);
      return '(' + list + ')';
    case Takes::schema:
      return R"zsh(_files -g "*.(yaml|yml)(-.)")zsh";
    case Takes::file:
      return "_files";
    case Takes::folder:
      return "_files -/";
    case Takes::nothing:
    case Takes::text:
      break;
  }
  return " ";
}

std::string specification(const Option& option) {
  const std::string name(option.name);
  const std::string summary = '[' + escaped(option.summary) + ']';
  if (!option.argument.empty()) {
    return shell_quoted(name + '=' + summary + ':' + std::string(option.argument) + ':' +
                        offer(option.takes, option.words));
  }
  if (option.short_name.empty()) return shell_quoted(name + summary);
  const std::string short_name(option.short_name);
  return fmt::format("'({} {})'{{{},{}}}{}", short_name, name, short_name, name, shell_quoted(summary));
}

std::string specifications(const std::vector<const Option*>& options, std::string_view indentation) {
  std::string text;
  for (const Option* option : options) text += fmt::format(" \\\n{}{}", indentation, specification(*option));
  return text;
}

std::string specification(const Operand& operand, std::size_t place) {
  const std::string number = operand.most == any_number ? "*" : std::to_string(place);
  const std::string optional = operand.least == 0 ? "::" : ":";
  return shell_quoted(number + (operand.most == any_number ? ":" : optional) + std::string(operand.name) + ':' +
                      offer(operand.takes, operand.words));
}

std::string arguments_of(const Command& command) {
  std::string text = fmt::format("        {})\n          _arguments", command.name);
  text += specifications(own_options(command), "            ") + specifications(shared_options(), "            ");
  std::size_t place = 1;
  for (const Operand& operand : command.operands) {
    text += " \\\n            " + specification(operand, place++);
  }
  return text + "\n          ;;\n";
}

}  // namespace

std::string zsh_completion() {
  std::string text = R"(#compdef tagcache
# Completion of tagcache for zsh; printed by `tagcache completion zsh`.

_tagcache() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C)";
  text += specifications(shared_options(), "    ");
  text += " \\\n    '1:command:->command' \\\n    '*::argument:->argument'\n  case $state in\n    command)\n";
  text += "      local -a commands=(\n";
  for (const Command& command : all_commands()) {
    text += fmt::format("        {}\n", shell_quoted(fmt::format("{}:{}", command.name, escaped(command.summary))));
  }
  text += "      )\n      _describe command commands\n      ;;\n    argument)\n      case $words[1] in\n";
  for (const Command& command : all_commands()) text += arguments_of(command);
  return text + R"(      esac
      ;;
  esac
}

if [[ $funcstack[1] == _tagcache ]]; then
  _tagcache "$@"
else
  compdef _tagcache tagcache
fi
)";
}

}  // namespace tagcache::generator
