#include "document/schema_reader.hpp"

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "document/parse_query.hpp"
#include "document/shape.hpp"

namespace tagcache::generator {
namespace {

constexpr Wanted wanted_include{"a C++ header or a schema", "model.hpp"};

bool ends_with_one_of(std::string_view path, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return path.ends_with(ending); });
}

std::filesystem::path beside(const SourceFile& file, const std::string& path) {
  return (std::filesystem::path(file.path()).parent_path() / path).lexically_normal();
}

std::vector<KnownKey> shared_keys(SchemaDocument& document, Diagnostics& diagnostics) {
  return {{"ids", [&](const YamlEntry& entry) { parse_ids(entry.value, document, diagnostics); }},
          {"tags", [&](const YamlEntry& entry) { parse_tags(entry.value, document, diagnostics); }},
          {"queries", [&](const YamlEntry& entry) { parse_queries(entry.value, document, diagnostics); }},
          {"mutations", [&](const YamlEntry& entry) { parse_mutations(entry.value, document, diagnostics); }},
          {"$schema", {}}};
}

}  // namespace

SchemaReader::SchemaReader(SourceFiles& files, Diagnostics& diagnostics, SchemaDocument& document)
    : files_(files), diagnostics_(diagnostics), document_(document) {}

void SchemaReader::read_main(const SourceFile& file) {
  document_.file = &file;
  opened_.push_back({&file, {}});
  read(file);
  opened_.pop_back();
}

void SchemaReader::read(const SourceFile& file) {
  document_.schemas_read.push_back(file.path());
  const std::optional<YamlNode> root = read_yaml_tree(file, diagnostics_);
  if (!root) {
    all_readable_ = false;
  } else if (root->kind != YamlNode::Kind::empty &&
             !is_map(*root, {"the keys of a schema", "cache: BlogCache"}, diagnostics_)) {
    all_readable_ = false;
  } else if (opened_.size() == 1) {
    read_keys_of_main(*root);
  } else {
    read_keys_of_included(*root);
  }
  finished_.push_back(&file);
}

void SchemaReader::read_keys_of_main(const YamlNode& root) {
  bool has_cache = false;
  std::vector<KnownKey> keys = {
      {"cache",
       [&](const YamlEntry& entry) {
         has_cache = true;
         const std::optional<Text> name = text_of(entry.value, {"the name of the class", "BlogCache"}, diagnostics_);
         if (name) document_.cache = *name;
       }},
      {"namespace",
       [&](const YamlEntry& entry) {
         document_.name_space = text_of(entry.value, {"the name of a namespace", "blog"}, diagnostics_);
       }},
      {"include", [&](const YamlEntry& entry) { read_include(entry.value); }},
      {"defaults", [&](const YamlEntry& entry) { parse_defaults(entry.value, document_, diagnostics_); }}};
  for (KnownKey& key : shared_keys(document_, diagnostics_)) keys.push_back(std::move(key));
  read_keys(root, "the schema", keys, diagnostics_);
  if (!has_cache) refuse_missing_cache(root);
}

void SchemaReader::refuse_missing_cache(const YamlNode& root) {
  diagnostics_.report({"missing-key",
                       {root.range.file, 1, 1, 1},
                       "the schema has no key 'cache'",
                       "the name of the class to generate",
                       "cache: BlogCache",
                       {}});
}

void SchemaReader::read_keys_of_included(const YamlNode& root) {
  const auto refuse = [&](const YamlEntry& entry) {
    diagnostics_.report({"main-only-key",
                         entry.key.range,
                         "an included schema has the key '" + entry.key.text + "'",
                         "include, ids, tags, queries, mutations in an included schema",
                         "this key in " + document_.file->path(),
                         {{opened_.back().place, "included here"}}});
  };
  std::vector<KnownKey> keys = {{"include", [&](const YamlEntry& entry) { read_include(entry.value); }}};
  for (KnownKey& key : shared_keys(document_, diagnostics_)) keys.push_back(std::move(key));
  for (const std::string_view name : {"cache", "namespace", "defaults"}) keys.push_back({name, refuse});
  read_keys(root, "the included schema", keys, diagnostics_);
}

void SchemaReader::read_include(const YamlNode& node) {
  if (!is_list(node, {"a list of headers and schemas", "[model.hpp]"}, diagnostics_)) return;
  for (const YamlNode& item : node.items) {
    const std::optional<Text> path = text_of(item, wanted_include, diagnostics_);
    if (path) include(*path);
  }
}

void SchemaReader::include(const Text& path) {
  if (ends_with_one_of(path.value, {".hpp", ".h", ".hh"})) {
    include_header(path);
  } else if (ends_with_one_of(path.value, {".yaml", ".yml"})) {
    include_schema(path);
  } else {
    diagnostics_.report({"unknown-include",
                         path.range,
                         "'" + path.value + "' is neither a C++ header nor a schema",
                         "a path that ends in .hpp, .h, .hh (header) or .yaml, .yml (schema)",
                         "model.hpp",
                         {}});
  }
}

/// A header beside an included schema is named from the main schema, as the generated code includes it; a header that
/// is not there is looked for along the include paths, whichever schema asked for it.
void SchemaReader::include_header(const Text& path) {
  Text header = path;
  const std::filesystem::path candidate = beside(*opened_.back().file, path.value);
  std::error_code error;
  if (opened_.size() > 1 && std::filesystem::exists(candidate, error)) {
    const std::filesystem::path folder = std::filesystem::path(document_.file->path()).parent_path().lexically_normal();
    header.value = (folder.empty() ? candidate : candidate.lexically_proximate(folder)).generic_string();
  }
  const auto is_same = [&](const Text& other) { return other.value == header.value; };
  if (std::none_of(document_.headers.begin(), document_.headers.end(), is_same)) document_.headers.push_back(header);
}

void SchemaReader::include_schema(const Text& path) {
  const std::string place = beside(*opened_.back().file, path.value).string();
  const SourceFile* const file = files_.read(place);
  if (file == nullptr) {
    all_readable_ = false;
    diagnostics_.report({"cannot-read",
                         path.range,
                         "the schema '" + place + "' cannot be read",
                         "a path relative to the schema that includes it",
                         "the path as seen from the folder of " + path.range.file->path(),
                         {}});
  } else if (is_being_read(*file)) {
    refuse_cycle(*file, path);
  } else if (std::find(finished_.begin(), finished_.end(), file) == finished_.end()) {
    opened_.push_back({file, path.range});
    read(*file);
    opened_.pop_back();
  }
}

bool SchemaReader::is_being_read(const SourceFile& file) const {
  return std::any_of(opened_.begin(), opened_.end(), [&](const Opened& opened) { return opened.file == &file; });
}

void SchemaReader::refuse_cycle(const SourceFile& file, const Text& path) {
  const auto first =
      std::find_if(opened_.begin(), opened_.end(), [&](const Opened& opened) { return opened.file == &file; });
  Diagnostic error{"include-cycle",
                   path.range,
                   "schemas that include each other: ",
                   "schemas that form no circle",
                   "what both need in a third schema, which both include",
                   {}};
  for (auto opened = first; opened != opened_.end(); ++opened) {
    error.message += opened->file->path() + " -> ";
    if (opened != first) error.notes.push_back({opened->place, "which is included here"});
  }
  error.message += file.path();
  diagnostics_.report(std::move(error));
}

}  // namespace tagcache::generator
