#pragma once

#include <string>
#include <vector>

#include "cli/command_table.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// Collects what is wrong with a command line, by the table.
class WrongWords {
 public:
  /// `values` has one value for each time that the option was given; empty ones were left out.
  void check_value(const Option& option, const std::vector<std::string>& values);
  void check_operands(const Command& command, const std::vector<std::string>& operands);

  /// `words` are those that stand where the command should.
  void report_missing_command(const std::vector<std::string>& words);
  void report_unknown_option(const std::string& word, const Command& command);
  /// `help` where the command should stand; `command` is the one behind it, if there is one.
  void report_help(std::string_view command);
  void report_flags(const Command& command);
  void report_unreadable(const std::string& reason);

  [[nodiscard]] const Diagnostics& diagnostics() const noexcept { return diagnostics_; }

 private:
  void report(std::string code, std::string message, std::string expected, std::string cure);
  void report_missing_operand(const Command& command, const Operand& operand);
  void check_word(const Command& command, const Operand& operand, const std::string& word);

  Diagnostics diagnostics_;
};

}  // namespace tagcache::generator
