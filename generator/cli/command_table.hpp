#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "cli/command_line.hpp"

/// The one table of what can be typed behind `tagcache`. Reading the command line, `--help`, the completions of the
/// shells and the man page are made from it: who adds a command or an option adds a row.
namespace tagcache::generator {

/// What kind of value is typed; the shells complete accordingly.
enum class Takes {
  nothing,  ///< an option that is on or off
  text,
  schema,  ///< a YAML file
  file,
  folder,
  word,  ///< one of a few
};

inline constexpr std::size_t any_number = static_cast<std::size_t>(-1);

/// What a command works on: words that are no options.
struct Operand {
  std::string_view name;     ///< `SCHEMA`
  std::string_view summary;  ///< `the schema, a YAML file`
  Takes takes = Takes::text;
  std::vector<std::string_view> words = {};  ///< all that are allowed, when it takes one of a few
  std::size_t least = 1;
  std::size_t most = 1;
};

struct Command {
  std::string_view name;
  std::string_view summary;  ///< one line, without a full stop
  std::string_view text;     ///< what else to know: whole sentences, wrapped where they are shown
  std::vector<std::string_view> examples;
  std::vector<Operand> operands;  ///< only the last may be there any number of times
  bool takes_flags = false;       ///< C++ flags behind `--`
  ExitCode (*run)(const CommandLine& line) = nullptr;
};

struct Option {
  std::string_view name;      ///< `--out`
  std::string_view argument;  ///< `FOLDER`; empty when it takes nothing
  Takes takes = Takes::nothing;
  std::string_view summary;                     ///< one line, without a full stop
  std::vector<std::string_view> words = {};     ///< all values that are allowed, when it takes one of a few
  std::string_view standard = {};               ///< the default; empty when there is none
  std::vector<std::string_view> commands = {};  ///< those that have it; none: all, and it may stand before the command
  std::string_view short_name = {};             ///< `-h`
};

struct MeaningOfExitCode {
  ExitCode code;
  std::string_view meaning;
};

/// In the order in which help lists them.
[[nodiscard]] std::span<const Command> all_commands();
[[nodiscard]] std::span<const Option> all_options();
[[nodiscard]] std::span<const MeaningOfExitCode> all_exit_codes();

/// Whether `command` has `option`.
[[nodiscard]] bool belongs(const Option& option, const Command& command);
/// The options of one command only, and those that all commands have.
[[nodiscard]] std::vector<const Option*> own_options(const Command& command);
[[nodiscard]] std::vector<const Option*> shared_options();

}  // namespace tagcache::generator
