#include "cli/completion.hpp"

#include "cli/commands.hpp"
#include "cli/console.hpp"

namespace tagcache::generator {

std::string shell_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char letter : text) {
    if (letter == '\'') {
      quoted += "'\\''";
    } else {
      quoted += letter;
    }
  }
  return quoted + '\'';
}

ExitCode print_completion(const CommandLine& line) {
  const std::string& shell = line.operands().front();
  const std::string script = shell == "bash"  ? bash_completion()
                             : shell == "zsh" ? zsh_completion()
                                              : fish_completion();
  return Console(line).show(script, {});
}

}  // namespace tagcache::generator
