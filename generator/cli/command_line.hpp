#pragma once

#include <string>
#include <variant>
#include <vector>

namespace tagcache::generator {

/// What the process tells its caller; documented in `tagcache --help`.
enum class ExitCode : int {
  ok = 0,
  refused = 1,     ///< errors in the schema, or stale files with --check
  usage = 2,       ///< the command line is wrong
  unreadable = 3,  ///< the schema cannot be read, or a file cannot be written
};

/// `tagcache generate`, as asked for.
struct GenerateCommand {
  enum class Dump { none, document, catalog, model, unit };

  std::string schema;
  std::string output_directory;
  std::string depfile;  ///< empty: none
  std::string stamp;    ///< a file to touch when all is done, and then the target of the depfile; empty: none
  std::string resource_directory;  ///< empty: found by itself
  std::string flags_file;          ///< more flags, one a line; empty: none
  std::vector<std::string> flags;  ///< for the user's headers; the folder of the schema is the last include directory
  bool check = false;
  bool print_outputs = false;
  Dump dump = Dump::none;
};

/// Reads the command line. Help, the version and mistakes are printed here, and leave nothing to do but to exit.
[[nodiscard]] std::variant<GenerateCommand, ExitCode> read_command_line(int count, const char* const* words);

}  // namespace tagcache::generator
