// Any text is either a schema, which becomes code, or is refused with at least one message; nothing else happens. The types
// that it names are taken for integers, as without the headers nobody knows better.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "document/expand.hpp"
#include "document/parse.hpp"
#include "emit/lower.hpp"
#include "emit/render.hpp"
#include "model/resolve.hpp"

using namespace tagcache::generator;

namespace {

TypeCatalog catalog_for(const SchemaDocument& document) {
  TypeCatalog catalog;
  for (const Text& type : mentioned_types(document).types) {
    TypeFacts facts;
    facts.kind = TypeKind::integral;
    facts.canonical = type.value;
    facts.size_bytes = sizeof(int);
    facts.trivially_copyable = true;
    catalog.types.emplace(type.value, facts);
  }
  return catalog;
}

/// Stops the fuzzer, which then keeps the input.
void promise(bool kept) {
  if (!kept) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  SourceFiles files;
  Diagnostics diagnostics;
  files.add("no-such-folder/schema.yaml", std::string(reinterpret_cast<const char*>(data), size));
  const auto written = parse("no-such-folder/schema.yaml", files, diagnostics);
  promise(written || !diagnostics.empty());
  if (!written) return 0;
  const SchemaDocument document = expand(*written);
  const auto model = resolve(document, catalog_for(document), diagnostics);
  promise(model.has_value() == diagnostics.empty());
  promise(diagnostics.empty() == diagnostics.text().empty());
  if (model) promise(render(lower(*model)).size() == 2);
  return 0;
}
