#include "cli/wrong_words.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/help.hpp"
#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

std::vector<std::string> names_of_commands() {
  std::vector<std::string> names;
  for (const Command& command : all_commands()) names.emplace_back(command.name);
  return names;
}

std::vector<std::string> names_of_options(const std::vector<const Option*>& options) {
  std::vector<std::string> names;
  for (const Option* option : options) names.emplace_back(option->name);
  return names;
}

std::vector<std::string> names_of_options(const Command& command) {
  std::vector<const Option*> options = own_options(command);
  for (const Option* option : shared_options()) options.push_back(option);
  return names_of_options(options);
}

std::vector<std::string> texts(const std::vector<std::string_view>& words) { return {words.begin(), words.end()}; }

bool is_option(const std::string& word) { return word.size() > 1 && word.starts_with('-'); }

std::string without_value(const std::string& word) { return word.substr(0, word.find('=')); }

/// Whether a compiler could take it: `-std=c++20`, `-I`. Other single letters are short names that no option has.
bool may_be_flag(const std::string& word) {
  const bool is_short = word.size() == 2 && std::string_view("IDU").find(word[1]) == std::string_view::npos;
  return !word.starts_with("--") && !is_short;
}

/// The option that was most likely meant: a near one, or, for `-o`, the only one that begins so.
std::optional<std::string> meant_option(const std::string& written, const std::vector<std::string>& names) {
  if (written.size() != 2) return nearest(written, names);
  const auto begins_so = [&](const std::string& name) { return name.starts_with('-' + written); };
  const auto first = std::find_if(names.begin(), names.end(), begins_so);
  const bool is_only = first != names.end() && std::find_if(first + 1, names.end(), begins_so) == names.end();
  return is_only ? std::optional(*first) : std::nullopt;
}

/// Whether the command takes what other commands have behind `option`, and without a word in front: a folder.
bool is_operand_of(const Command& command, const std::string& option) {
  const auto of_others = std::find_if(all_options().begin(), all_options().end(),
                                      [&](const Option& other) { return other.name == option; });
  return of_others != all_options().end() && of_others->takes == Takes::folder &&
         std::any_of(command.operands.begin(), command.operands.end(),
                     [](const Operand& operand) { return operand.takes == Takes::folder; });
}

/// The nearest of `names`, or a place where all of them are explained.
std::string cure(const std::string& written, const std::vector<std::string>& names, const std::string& otherwise) {
  return nearest(written, names).value_or(otherwise);
}

}  // namespace

void WrongWords::report(std::string code, std::string message, std::string expected, std::string cure) {
  diagnostics_.report({std::move(code), {}, std::move(message), std::move(expected), std::move(cure), {}});
}

void WrongWords::check_value(const Option& option, const std::vector<std::string>& values) {
  const std::string name(option.name);
  const std::string& value = values.back();
  const std::vector<std::string> words = texts(option.words);
  if (option.argument.empty()) {
    if (value != "true") report("surplus-value", name + " takes no value, but has '" + value + "'", name, name);
  } else if (values.size() > 1) {
    report("repeated-option", name + " is given " + std::to_string(values.size()) + " times",
           "each option once at the most", name + ' ' + value);
  } else if (value.empty()) {
    const std::string example = words.empty() ? std::string(option.argument) : words.front();
    report("missing-value", name + " has no value",
           words.empty() ? name + ' ' + std::string(option.argument) : "one of: " + listed(words),
           name + ' ' + example);
  } else if (!words.empty() && std::find(words.begin(), words.end(), value) == words.end()) {
    report("wrong-value", "'" + value + "' is no value of " + name + did_you_mean(value, words),
           "one of: " + listed(words), name + ' ' + cure(value, words, words.front()));
  }
}

void WrongWords::check_word(const Command& command, const Operand& operand, const std::string& word) {
  const std::vector<std::string> words = texts(operand.words);
  if (words.empty() || std::find(words.begin(), words.end(), word) != words.end()) return;
  // No guess at what was meant: the name of another shell is near to one of these without being it.
  report("wrong-value", std::string(command.name) + " knows no " + std::string(operand.name) + " '" + word + "'",
         "one of: " + listed(words), synopsis(command));
}

void WrongWords::report_missing_operand(const Command& command, const Operand& operand) {
  report("missing-operand", std::string(operand.name) + " is missing behind " + std::string(command.name),
         std::string(operand.summary), synopsis(command));
}

void WrongWords::check_operands(const Command& command, const std::vector<std::string>& operands) {
  std::size_t used = 0;
  for (const Operand& operand : command.operands) {
    const std::size_t left = operands.size() - used;
    if (left < operand.least) return report_missing_operand(command, operand);
    const std::size_t taken = std::min(left, operand.most);
    for (std::size_t index = 0; index < taken; ++index) check_word(command, operand, operands[used + index]);
    used += taken;
  }
  if (used == operands.size()) return;
  report("surplus-operand", "'" + operands[used] + "' is more than " + std::string(command.name) + " takes",
         "no further words", synopsis(command));
}

void WrongWords::report_missing_command(const std::vector<std::string>& words) {
  const std::vector<std::string> names = names_of_commands();
  const std::vector<std::string> options = names_of_options(shared_options());
  const auto word = std::find_if_not(words.begin(), words.end(), is_option);
  if (word != words.end() && *word == "help") {
    report_help("");
  } else if (word != words.end()) {
    report("unknown-command", "'" + *word + "' is no command of tagcache" + did_you_mean(*word, names),
           "one of: " + listed(names), "tagcache " + cure(*word, names, "--help"));
  } else if (!words.empty()) {
    const std::string option = without_value(words.front());
    report("unknown-option", "'" + option + "' is no option of tagcache" + did_you_mean(option, options),
           "one of: " + listed(options), "tagcache " + cure(option, options, "--help"));
  } else {
    report("missing-command", "the command is missing", "one of: " + listed(names), "tagcache --help");
  }
}

void WrongWords::report_help(std::string_view command) {
  report("unknown-command", "'help' is no command of tagcache, but an option of each",
         "one of: " + listed(names_of_commands()),
         "tagcache " + std::string(command) + (command.empty() ? "" : " ") + "--help");
}

void WrongWords::report_unknown_option(const std::string& word, const Command& command) {
  const std::string option = without_value(word);
  const std::vector<std::string> names = names_of_options(command);
  const std::string name(command.name);
  const std::optional<std::string> meant = meant_option(option, names);
  if (!meant && command.takes_flags && may_be_flag(word)) {
    report("unknown-option", "'" + word + "' is no option of " + name + "; C++ flags stand behind --",
           synopsis(command), "-- " + word);
    return;
  }
  report("unknown-option",
         "'" + option + "' is no option of " + name + (meant ? "; did you mean '" + *meant + "'?" : ""),
         "one of: " + listed(names),
         meant.value_or(is_operand_of(command, option) ? synopsis(command) : "tagcache " + name + " --help"));
}

void WrongWords::report_flags(const Command& command) {
  report("surplus-operand", std::string(command.name) + " takes no C++ flags behind --", "nothing behind --",
         synopsis(command));
}

void WrongWords::report_unreadable(const std::string& reason) {
  report("wrong-words", "the command line cannot be read: " + reason, "tagcache COMMAND [options]", "tagcache --help");
}

}  // namespace tagcache::generator
