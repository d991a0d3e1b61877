#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/completion.hpp"

namespace tagcache::generator {
namespace {

constexpr std::string_view begin = R"(# Completion of tagcache for bash; printed by `tagcache completion bash`.

_tagcache_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }
_tagcache_paths() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <("$@")
}
_tagcache_files() { compgen -f -- "$current"; }
_tagcache_folders() { compgen -d -- "$current"; }
_tagcache_schemas() { compgen -d -- "$current"; compgen -f -X '!*.yaml' -- "$current"; compgen -f -X '!*.yml' -- "$current"; }

_tagcache() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command= index
  COMPREPLY=()
  # bash takes `--color=al` apart at the sign.
  if [[ $current == = ]]; then
    current=
  elif [[ $before == = ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((index = 1; index < COMP_CWORD; ++index)); do
    case ${COMP_WORDS[index]} in
      --) _tagcache_paths _tagcache_files; return ;;
)";

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

/// What completes a value; empty when nothing can.
std::string offer(Takes takes, const std::vector<std::string_view>& words) {
  switch (takes) {
    case Takes::word:
      return "_tagcache_words " + shell_quoted(joined(words));
    case Takes::schema:
      return "_tagcache_paths _tagcache_schemas";
    case Takes::file:
      return "_tagcache_paths _tagcache_files";
    case Takes::folder:
      return "_tagcache_paths _tagcache_folders";
    case Takes::nothing:
    case Takes::text:
      break;
  }
  return ":";
}

std::string names(const std::vector<const Option*>& options) {
  std::vector<std::string_view> names;
  for (const Option* option : options) names.push_back(option->name);
  return joined(names);
}

/// Lines of a `case` over the word before: an option whose value comes next.
std::string values(const std::string& command, const std::vector<const Option*>& options) {
  std::string text;
  for (const Option* option : options) {
    if (option->argument.empty()) continue;
    text += fmt::format("    {}' {}') {}; return ;;\n", command, option->name, offer(option->takes, option->words));
  }
  return text;
}

std::string operand(const Command& command) {
  if (command.operands.empty()) return ":";
  return offer(command.operands.back().takes, command.operands.back().words);
}

}  // namespace

std::string bash_completion() {
  std::string commands;
  for (const Command& command : all_commands()) commands.append(commands.empty() ? "" : "|").append(command.name);
  std::string text(begin);
  text += fmt::format("      {}) command=${{command:-${{COMP_WORDS[index]}}}} ;;\n    esac\n  done\n", commands);
  const std::vector<const Option*> shared = shared_options();
  text += "  case \"$command $before\" in\n" + values("*", shared);
  for (const Command& command : all_commands()) text += values(std::string(command.name), own_options(command));
  text += "  esac\n  case \"$command $current\" in\n";
  text += fmt::format("    ' -'*) _tagcache_words {} ;;\n", shell_quoted(names(shared)));
  for (const Command& command : all_commands()) {
    std::vector<const Option*> options = own_options(command);
    options.insert(options.end(), shared.begin(), shared.end());
    text += fmt::format("    '{} -'*) _tagcache_words {} ;;\n", command.name, shell_quoted(names(options)));
    text += fmt::format("    '{} '*) {} ;;\n", command.name, operand(command));
  }
  std::string words = commands;
  for (char& letter : words) letter = letter == '|' ? ' ' : letter;
  text += fmt::format("    *) _tagcache_words {} ;;\n  esac\n}}\n", shell_quoted(words));
  return text + "complete -o nosort -F _tagcache tagcache\n";
}

}  // namespace tagcache::generator
