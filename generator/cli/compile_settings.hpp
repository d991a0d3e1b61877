#pragma once

#include <optional>
#include <string>

#include "cli/command_line.hpp"
#include "inspect/inspect.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// How to read the headers of `schema`, for a command that takes C++ flags: those in --flags-file (one a line, empty
/// lines left out, `SHELL:-a -b` taken apart as CMake does), then those behind `--`. The folder of the schema is the
/// last include directory: what the target says wins. Empty when the file cannot be read, which is then reported.
[[nodiscard]] std::optional<CompileSettings> compile_settings(const CommandLine& line, const std::string& schema,
                                                              Diagnostics& diagnostics);

}  // namespace tagcache::generator
