#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <tagcache/generated.hpp>

namespace tagcache::generator {
namespace {

std::string words_joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

struct Row {
  std::string left;
  std::string right;
};

/// A heading, and rows in two columns below it.
std::string section(std::string_view heading, const std::vector<Row>& rows) {
  if (rows.empty()) return {};
  std::size_t left = 0;
  for (const Row& row : rows) left = std::max(left, row.left.size());
  std::string text = fmt::format("\n{}:\n", heading);
  for (const Row& row : rows) text += fmt::format("  {:<{}}  {}\n", row.left, left, wrapped(row.right, left + 4));
  return text;
}

std::vector<Row> rows_of(const std::vector<const Option*>& options) {
  std::vector<Row> rows;
  for (const Option* option : options) rows.push_back({usage(*option), explanation(*option)});
  return rows;
}

std::string exit_codes() {
  std::vector<Row> rows;
  for (const auto& [code, meaning] : all_exit_codes()) {
    rows.push_back({std::to_string(static_cast<int>(code)), std::string(meaning)});
  }
  return section("Exit codes", rows);
}

std::string examples(const Command& command) {
  std::string text = command.examples.empty() ? "" : "\nExamples:\n";
  for (const std::string_view example : command.examples) text += fmt::format("  {}\n", example);
  return text;
}

ExitCode print(const std::string& text) {
  const bool printed = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return printed ? ExitCode::ok : ExitCode::unreadable;
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t indentation, std::size_t width) {
  std::istringstream words{std::string(text)};
  std::string lines;
  std::size_t column = indentation;
  for (std::string word; words >> word;) {
    if (column > indentation && column + 1 + word.size() > width) {
      lines += '\n' + std::string(indentation, ' ');
      column = indentation;
    } else if (column > indentation) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += word.size();
  }
  return lines;
}

std::string synopsis(const Command& command) {
  std::string text = "tagcache " + std::string(command.name);
  if (!own_options(command).empty()) text += " [options]";
  for (const Operand& operand : command.operands) {
    const std::string name = std::string(operand.name) + (operand.most > 1 ? "..." : "");
    text += operand.least == 0 ? " [" + name + ']' : ' ' + name;
  }
  if (command.takes_flags) text += " [-- FLAG...]";
  return text;
}

std::string usage(const Option& option) {
  std::string text;
  if (!option.short_name.empty()) text.append(option.short_name).append(", ");
  text.append(option.name);
  if (!option.argument.empty()) text.append(" ").append(option.argument);
  return text;
}

std::string explanation(const Option& option) {
  std::string text(option.summary);
  if (!option.words.empty()) text += "; one of " + words_joined(option.words);
  if (!option.standard.empty()) text += "; default: " + std::string(option.standard);
  return text;
}

std::string version_text() {
  return fmt::format("tagcache {}\ncontract {}\nClang {}\nyaml-cpp {}\nfmt {}.{}.{}\n", TAGCACHE_VERSION,
                     tagcache::contract, TAGCACHE_CLANG_VERSION, TAGCACHE_YAML_CPP_VERSION, FMT_VERSION / 10000,
                     FMT_VERSION / 100 % 100, FMT_VERSION % 100);
}

ExitCode print_help() {
  std::vector<Row> commands;
  for (const Command& command : all_commands()) {
    commands.push_back({std::string(command.name), std::string(command.summary)});
  }
  return print("tagcache makes typed C++ caches from YAML schemas.\n\nUsage: tagcache COMMAND [options]\n" +
               section("Commands", commands) + section("Options", rows_of(shared_options())) + exit_codes() +
               "\ntagcache COMMAND --help says more about a command, man tagcache about all.\n");
}

ExitCode print_help(const Command& command) {
  std::vector<Row> operands;
  for (const Operand& operand : command.operands) {
    std::string summary(operand.summary);
    if (!operand.words.empty()) summary += ": " + words_joined(operand.words);
    operands.push_back({std::string(operand.name), summary});
  }
  if (command.takes_flags) operands.push_back({"FLAG", "flags for the C++ compiler with which the headers are read"});
  return print(fmt::format("{}.\n\nUsage: {}\n\n{}\n", command.summary, synopsis(command), wrapped(command.text, 0)) +
               section("Arguments", operands) + section("Options", rows_of(own_options(command))) +
               section("Options of all commands", rows_of(shared_options())) + exit_codes() + examples(command));
}

ExitCode print_version() { return print(version_text()); }

}  // namespace tagcache::generator
