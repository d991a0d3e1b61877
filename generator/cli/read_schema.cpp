#include "cli/read_schema.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "cli/compile_settings.hpp"
#include "document/expand.hpp"
#include "document/parse.hpp"
#include "inspect/inspect.hpp"
#include "inspect/named_types.hpp"
#include "model/resolve.hpp"

namespace tagcache::generator {
namespace {

std::optional<CacheModel> resolve_with_names(const SchemaDocument& document) {
  Diagnostics of_names;
  return resolve(document, named_types(mentioned_types(document)), of_names);
}

std::optional<CacheModel> resolve_with_headers(const CommandLine& line, const std::string& path,
                                               const SchemaDocument& document, Diagnostics& diagnostics) {
  const std::optional<CompileSettings> settings = compile_settings(line, path, diagnostics);
  if (!settings) return std::nullopt;
  const std::optional<TypeCatalog> catalog = inspect(mentioned_types(document), *settings, diagnostics);
  return catalog ? resolve(document, *catalog, diagnostics) : std::nullopt;
}

}  // namespace

std::optional<ReadSchema> read_schema(const CommandLine& line, const std::string& path, TypeSource types,
                                      SourceFiles& files, Diagnostics& diagnostics) {
  std::optional<SchemaDocument> document = parse(path, files, diagnostics);
  if (!document) return std::nullopt;
  document = expand(*std::move(document));
  std::optional<CacheModel> model;
  bool knows_values = false;
  if (types == TypeSource::found && diagnostics.empty() && !line.has("--without-clang")) {
    Diagnostics of_headers;
    model = resolve_with_headers(line, path, *document, of_headers);
    if (!of_headers.empty()) model.reset();
    knows_values = model.has_value();
  }
  if (!model && types != TypeSource::headers && diagnostics.empty()) model = resolve_with_names(*document);
  if (!model) model = resolve_with_headers(line, path, *document, diagnostics);
  if (!model) return std::nullopt;
  return ReadSchema{std::move(*document), std::move(*model), knows_values};
}

ExitCode code_of_unread(const std::string& path) {
  std::error_code error;
  const bool is_readable = !std::filesystem::is_directory(path, error) && std::ifstream(path).good();
  return is_readable ? ExitCode::refused : ExitCode::unreadable;
}

}  // namespace tagcache::generator
