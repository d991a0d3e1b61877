#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tagcache::generator {

struct Command;

/// What the process tells its caller. The table in command_table.hpp says the same to people.
enum class ExitCode : int { ok = 0, refused = 1, usage = 2, unreadable = 3 };

/// A command line that is right: its command, options and operands are those of the table.
class CommandLine {
 public:
  /// Of options with their values by name; options that were not given are absent.
  using Values = std::map<std::string, std::string, std::less<>>;

  CommandLine(const Command& command, Values values, std::vector<std::string> operands,
              std::vector<std::string> behind_dashes);

  [[nodiscard]] const Command& command() const noexcept { return *command_; }
  /// Whether `option` (`--check`) was given. The table must have it for this command.
  [[nodiscard]] bool has(std::string_view option) const;
  /// The value of `option`; the default of the table when it was not given, and empty when there is none.
  [[nodiscard]] std::string value(std::string_view option) const;
  /// As many as the table allows.
  [[nodiscard]] const std::vector<std::string>& operands() const noexcept { return operands_; }
  /// What stands behind `--`: flags for the C++ compiler, and not for us.
  [[nodiscard]] const std::vector<std::string>& behind_dashes() const noexcept { return behind_dashes_; }

 private:
  const Command* command_;
  Values values_;
  std::vector<std::string> operands_;
  std::vector<std::string> behind_dashes_;
};

/// Reads the words of a command line. Help, the version and mistakes are printed here, and leave nothing to do but to
/// exit with the code.
[[nodiscard]] std::variant<CommandLine, ExitCode> read_command_line(int count, const char* const* words);

}  // namespace tagcache::generator
