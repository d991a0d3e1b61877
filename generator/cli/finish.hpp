#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/command_line.hpp"
#include "document/schema_document.hpp"
#include "emit/generated_file.hpp"
#include "inspect/type_catalog.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// True when the schema can be opened; what cannot be opened is another exit code than what is wrong inside.
[[nodiscard]] bool is_readable(const std::string& path);

/// Prints all messages to the standard error output and gives `code` back.
ExitCode fail(const Diagnostics& diagnostics, ExitCode code);

/// Prints to the standard output, and what was wrong until then to the standard error output.
ExitCode show(const std::string& text, const Diagnostics& diagnostics);

/// The flags behind `--` and those in the flags file: one a line, empty lines left out, `SHELL:-a -b` taken apart as
/// CMake does. Empty when the file cannot be read, which is then reported.
[[nodiscard]] std::optional<std::vector<std::string>> all_flags(const GenerateCommand& command,
                                                                Diagnostics& diagnostics);

/// The paths of the generated files, one a line.
[[nodiscard]] std::string output_paths(const GenerateCommand& command);

/// Writes or, with --check, compares; then writes the depfile and touches the stamp.
ExitCode deliver(const GenerateCommand& command, std::span<const GeneratedFile> files, const SchemaDocument& document,
                 const TypeCatalog& catalog, Diagnostics& diagnostics);

}  // namespace tagcache::generator
