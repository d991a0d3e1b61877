#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "cli/command_line.hpp"
#include "cli/command_table.hpp"
#include "cli/console.hpp"
#include "cli/help.hpp"
#include "cli/wrong_words.hpp"

namespace tagcache::generator {
namespace {

/// CLI11 says what stands where; what may stand there is checked against the table, so that the messages are ours.
CLI::Option* declare(CLI::App& app, const Option& option) {
  std::string names(option.name);
  if (!option.short_name.empty()) names.append(",").append(option.short_name);
  if (option.argument.empty()) return app.add_flag(names);
  return app.add_option(names)->expected(0, 1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

/// The words as CLI11 takes them, from the last to the first; those behind `--` are kept apart.
std::vector<std::string> words_before_dashes(int count, const char* const* words,
                                             std::optional<std::vector<std::string>>& behind) {
  const std::vector<std::string> all(words + 1, words + count);
  const auto dashes = std::find(all.begin(), all.end(), "--");
  if (dashes != all.end()) behind.emplace(dashes + 1, all.end());
  return {std::make_reverse_iterator(dashes), all.rend()};
}

class Reader {
 public:
  Reader() {
    app_.set_help_flag();
    app_.allow_extras();
    for (const Option* option : shared_options()) before_command_.push_back({option, declare(app_, *option)});
    for (const Command& command : all_commands()) declare_command(command);
  }

  std::variant<CommandLine, ExitCode> read(int count, const char* const* words) {
    try {
      app_.parse(words_before_dashes(count, words, behind_dashes_));
    } catch (const CLI::ParseError& error) {
      wrong_.report_unreadable(error.what());
    }
    take_values(before_command_);
    for (Declared& declared : commands_) {
      if (declared.app->parsed()) return read(declared);
    }
    if (asks_for("--help")) return print_help();
    if (asks_for("--version")) return print_version();
    wrong_.report_missing_command(app_.remaining());
    return refuse_command_line(wrong_.diagnostics(), colour());
  }

 private:
  struct DeclaredOption {
    const Option* row;
    CLI::Option* option;
  };
  struct Declared {
    const Command* row;
    CLI::App* app;
    std::vector<DeclaredOption> options;
  };

  void declare_command(const Command& command) {
    Declared declared{&command, app_.add_subcommand(std::string(command.name)), {}};
    declared.app->set_help_flag();
    declared.app->allow_extras();
    for (const Option& option : all_options()) {
      if (belongs(option, command)) declared.options.push_back({&option, declare(*declared.app, option)});
    }
    commands_.push_back(std::move(declared));
  }

  std::variant<CommandLine, ExitCode> read(Declared& declared) {
    take_values(declared.options);
    if (asks_for("--help")) return print_help(*declared.row);
    if (asks_for("--version")) return print_version();
    const std::vector<std::string> before = app_.remaining();
    if (!before.empty() && before.front() == "help") {
      wrong_.report_help(declared.row->name);
      return refuse_command_line(wrong_.diagnostics(), colour());
    }
    std::vector<std::string> operands = take_operands(declared);
    if (behind_dashes_ && !declared.row->takes_flags) wrong_.report_flags(*declared.row);
    if (!wrong_.diagnostics().empty()) return refuse_command_line(wrong_.diagnostics(), colour());
    return CommandLine(*declared.row, std::move(values_), std::move(operands),
                       behind_dashes_ ? std::move(*behind_dashes_) : std::vector<std::string>());
  }

  void take_values(const std::vector<DeclaredOption>& options) {
    for (const auto& [row, option] : options) {
      if (option->count() == 0) continue;
      const std::string value = row->argument.empty() ? std::string() : option->results().back();
      wrong_.check_value(*row, option->results());
      values_[std::string(row->name)] = value;
    }
  }

  /// What CLI11 did not recognise: operands, and options that are none. Behind one of those nobody knows which word is
  /// its value and which an operand.
  std::vector<std::string> take_operands(const Declared& declared) {
    std::vector<std::string> operands;
    bool all_known = true;
    std::vector<std::string> words = app_.remaining();
    for (const std::string& word : declared.app->remaining()) words.push_back(word);
    for (const std::string& word : words) {
      if (word.size() > 1 && word.starts_with('-')) {
        wrong_.report_unknown_option(word, *declared.row);
        all_known = false;
      } else {
        operands.push_back(word);
      }
    }
    if (all_known) wrong_.check_operands(*declared.row, operands);
    return operands;
  }

  [[nodiscard]] bool asks_for(std::string_view option) const { return values_.contains(option); }
  [[nodiscard]] std::string colour() const {
    const auto given = values_.find("--color");
    return given == values_.end() ? "auto" : given->second;
  }

  CLI::App app_;
  std::vector<DeclaredOption> before_command_;
  std::vector<Declared> commands_;
  CommandLine::Values values_;
  std::optional<std::vector<std::string>> behind_dashes_;
  WrongWords wrong_;
};

}  // namespace

std::variant<CommandLine, ExitCode> read_command_line(int count, const char* const* words) {
  return Reader().read(count, words);
}

}  // namespace tagcache::generator
