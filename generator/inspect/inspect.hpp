#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inspect/type_catalog.hpp"
#include "support/diagnostics.hpp"
#include "support/stage_times.hpp"

namespace tagcache::generator {

/// The C++ types that a schema names, and where to look for them.
struct MentionedTypes {
  std::string name_space;               ///< names are looked up as if written inside this namespace
  std::vector<Text> headers;            ///< included in order
  std::vector<Text> types;              ///< as written; the same text may appear at several places
  std::vector<std::string> values{};    ///< those of `types` whose shape is asked for: what queries return
  std::vector<std::string> names{};     ///< is there something of this name in `name_space`?
  std::vector<std::string> captured{};  ///< names in `types` that generated code must not spell as they stand
  std::vector<std::string> written{};   ///< other names that emitted code has: is one a macro?
  SourceRange name_space_place{};
  bool headers_complete = true;  ///< false: others may be missing here, and with them types; why was reported
};

/// How to read the headers.
struct CompileSettings {
  std::vector<std::string> flags;  ///< of the target; flags that Clang does not know are dropped
  std::string resource_directory;  ///< empty: found by itself
  bool without_clang = false;      ///< headers are not read; see declared_types
  std::string schema_folder{};     ///< searched for headers behind those of the flags; empty: not
  StageTimes* times = nullptr;     ///< told what takes long, when somebody wants to know
};

/// Stage 2. Looks every mentioned type up in the user's headers. A type that does not exist is an error at its place
/// in the schema; an error inside a header is Clang's own message, shown once. Empty when nothing could be learnt. A
/// generator that was built without Clang always works as with `without_clang`.
[[nodiscard]] std::optional<TypeCatalog> inspect(const MentionedTypes& mentioned, const CompileSettings& settings,
                                                 Diagnostics& diagnostics);

}  // namespace tagcache::generator
