#pragma once

#include <string>

#include "cli/command_line.hpp"
#include "support/diagnostics.hpp"
#include "support/stage_times.hpp"

namespace tagcache::generator {

/// Where a command says what it has to say, in the form that its options ask for: results go to the standard output,
/// messages to the standard error output, or, with --format=json, as one JSON document to the standard output.
class Console {
 public:
  explicit Console(const CommandLine& line);

  /// Prints all messages and gives `code` back. Without messages only the JSON form prints: an empty list.
  ExitCode finish(const Diagnostics& diagnostics, ExitCode code) const;

  /// Prints `text` and then, to the standard error output, what was wrong until then.
  ExitCode show(const std::string& text, const Diagnostics& diagnostics) const;

  /// Prints the table to the standard error output, whatever the form of the messages.
  void report(const StageTimes& times) const;

  /// Whether results on the standard output are to have colours; it may go elsewhere than the messages.
  [[nodiscard]] bool colours_results() const noexcept { return colours_results_; }

 private:
  bool json_ = false;
  bool colours_ = false;
  bool colours_results_ = false;
};

/// Prints mistakes in the command line itself. `when_coloured` is the value of --color, which may be one of them.
ExitCode refuse_command_line(const Diagnostics& diagnostics, const std::string& when_coloured);

}  // namespace tagcache::generator
