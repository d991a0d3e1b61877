#include "document/parse.hpp"

#include "document/schema_reader.hpp"
#include "document/unreadable_schema.hpp"

namespace tagcache::generator {

std::optional<SchemaDocument> parse(const std::string& path, SourceFiles& files, Diagnostics& diagnostics) {
  const SourceFile* const file = files.read(path);
  if (file == nullptr) {
    diagnostics.report(unreadable_schema(path));
    return std::nullopt;
  }
  SchemaDocument document;
  SchemaReader reader(files, diagnostics, document);
  reader.read_main(*file);
  if (!reader.is_readable()) return std::nullopt;
  return document;
}

}  // namespace tagcache::generator
