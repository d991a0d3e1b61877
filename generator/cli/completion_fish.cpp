#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/completion.hpp"

namespace tagcache::generator {
namespace {

/// `text` in single quotes, as fish reads it.
std::string quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char letter : text) {
    if (letter == '\'' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return quoted + '\'';
}

std::string offer(Takes takes, const std::vector<std::string_view>& words) {
  std::string list;
  switch (takes) {
    case Takes::word:
      for (const std::string_view word : words) list.append(list.empty() ? "" : " ").append(word);
      return " -x -a " + quoted(list);
    case Takes::schema:
      return " -x -k -a '(__fish_complete_suffix .yaml)'";
    case Takes::file:
      return " -r -F";
    case Takes::folder:
      return " -x -a '(__fish_complete_directories)'";
    case Takes::nothing:
      return "";
    case Takes::text:
      break;
  }
  return " -x";
}

/// `condition` says when it is offered.
std::string line(const Option& option, const std::string& condition) {
  std::string text = "complete -c tagcache" + condition;
  if (!option.short_name.empty()) text.append(" -s ").append(option.short_name.substr(1));
  text.append(" -l ").append(option.name.substr(2));
  return text + offer(option.takes, option.words) + " -d " + quoted(option.summary) + '\n';
}

}  // namespace

std::string fish_completion() {
  std::string text = "# Completion of tagcache for fish; printed by `tagcache completion fish`.\n\n";
  text += "complete -c tagcache -f\n";
  for (const Option* option : shared_options()) text += line(*option, "");
  for (const Command& command : all_commands()) {
    text += fmt::format("\ncomplete -c tagcache -n __fish_use_subcommand -a {} -d {}\n", command.name,
                        quoted(command.summary));
    const std::string condition = fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name);
    for (const Option* option : own_options(command)) text += line(*option, condition);
    for (const Operand& operand : command.operands) {
      text += "complete -c tagcache" + condition + offer(operand.takes, operand.words) + '\n';
    }
  }
  return text;
}

}  // namespace tagcache::generator
