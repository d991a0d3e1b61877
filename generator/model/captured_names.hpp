#pragma once

#include "document/schema_document.hpp"
#include "inspect/inspect.hpp"
#include "support/diagnostics.hpp"
#include "support/type_words.hpp"

/// Names that mean something of the runtime, or of generated code itself, where generated code spells a type of the
/// user: members that the cache inherits, those of the structs that describe queries, and parameters.
namespace tagcache::generator {

/// Those of them that stand without `::` in `types`. What they mean outside has to be found out.
[[nodiscard]] std::vector<std::string> captured_names(const std::vector<Text>& types);

/// How generated code spells the names of MentionedTypes::captured: from the outermost namespace. Names whose namespace
/// is not known are left out.
[[nodiscard]] Spellings spellings_of_captured(const SchemaDocument& document, const TypeCatalog& catalog);

/// Reports types that would be captured because no header was read that tells their namespaces.
void refuse_captured_types(const SchemaDocument& document, const MentionedTypes& mentioned, const TypeCatalog& catalog,
                           Diagnostics& diagnostics);

}  // namespace tagcache::generator
