#pragma once

#include <span>
#include <string>

#include "cli/command_line.hpp"
#include "cli/console.hpp"
#include "document/schema_document.hpp"
#include "emit/generated_file.hpp"
#include "inspect/type_catalog.hpp"
#include "support/diagnostics.hpp"

/// The end of `tagcache generate`: where its files go.
namespace tagcache::generator {

/// The paths of the generated files, one a line.
[[nodiscard]] std::string output_paths(const CommandLine& line);

/// Writes or, with --check, compares; then writes the depfile and touches the stamp.
ExitCode deliver(const CommandLine& line, std::span<const GeneratedFile> files, const SchemaDocument& document,
                 const TypeCatalog& catalog, Diagnostics& diagnostics);

}  // namespace tagcache::generator
