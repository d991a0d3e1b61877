#pragma once

#include <optional>
#include <string>

#include "cli/command_line.hpp"
#include "document/schema_document.hpp"
#include "document/source_files.hpp"
#include "model/cache_model.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// A schema that is right, as it was written and as it is meant.
struct ReadSchema {
  SchemaDocument document;
  CacheModel model;
  bool knows_values = false;  ///< the headers were read, so that the model has the shapes of values
};

/// How much has to be known about the C++ types of a schema.
enum class TypeSource {
  headers,  ///< all: Clang reads the headers
  schema,   ///< their names; only when names alone make no sense of the schema are the headers read
  found,    ///< all, if the headers can be read without an error; otherwise as `schema`
};

/// The stages up to resolve. Empty when there are errors, which are reported.
[[nodiscard]] std::optional<ReadSchema> read_schema(const CommandLine& line, const std::string& path, TypeSource types,
                                                    SourceFiles& files, Diagnostics& diagnostics);

/// The exit code of a command that could not read the schema at `path`.
[[nodiscard]] ExitCode code_of_unread(const std::string& path);

}  // namespace tagcache::generator
