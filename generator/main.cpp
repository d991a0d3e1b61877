#include "cli/command_line.hpp"
#include "cli/command_table.hpp"

/// What there is to run stands in cli/command_table.cpp, a row a command; what a command does, in cli/<command>.cpp.
int main(int count, char** words) {
  using namespace tagcache::generator;
  const auto read = read_command_line(count, words);
  const auto* const line = std::get_if<CommandLine>(&read);
  return static_cast<int>(line != nullptr ? line->command().run(*line) : std::get<ExitCode>(read));
}
