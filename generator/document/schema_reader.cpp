#include "document/schema_reader.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "document/parse_allow.hpp"
#include "document/parse_options.hpp"
#include "document/parse_query.hpp"
#include "document/parse_resource.hpp"
#include "document/shape.hpp"
#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

bool ends_with_one_of(std::string_view path, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return path.ends_with(ending); });
}

std::filesystem::path beside(const SourceFile& file, const std::string& path) {
  return (std::filesystem::path(file.path()).parent_path() / path).lexically_normal();
}

/// `include, ids, tags`: the keys that an included schema may have.
std::string keys_of_included() {
  std::vector<std::string> names;
  for (const SchemaKey& key : keys_of(KeyedMap::schema)) {
    if (!key.main_only && key.kind != ValueKind::anything) names.emplace_back(key.name);
  }
  return listed(names);
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
  if (!root || (root->kind != YamlNode::Kind::empty &&
                !is_map(*root, {"the keys of a schema", "cache: BlogCache"}, diagnostics_))) {
    if (opened_.size() == 1) is_readable_ = false;
    leave_out();
  } else {
    read_keys_of_schema(*root);
  }
  finished_.push_back(&file);
}

/// What a schema that cannot be read declares is not known; all else can be checked.
void SchemaReader::leave_out() {
  document_.schemas_complete = document_.ids_complete = document_.tags_complete = false;
  document_.intersections_complete = document_.queries_complete = document_.durations_complete = false;
}

void SchemaReader::read_keys_of_schema(const YamlNode& root) {
  using Read = void(const SchemaKey&, const YamlEntry&);
  const bool is_main = opened_.size() == 1;
  bool has_cache = false;
  const auto of_main = [&](auto read) -> std::function<Read> {
    if (is_main) return read;
    return [&](const SchemaKey&, const YamlEntry& entry) { refuse_key_of_main(entry); };
  };
  const auto part = [&](auto parse_part) -> std::function<Read> {
    return [&, parse_part](const SchemaKey& key, const YamlEntry& entry) {
      parse_part(key, entry.value, document_, diagnostics_);
    };
  };
  const std::vector<KeyReader> readers = {
      {"cache", of_main([&](const SchemaKey& key, const YamlEntry& entry) {
         has_cache = true;
         document_.cache = text_of(entry.value, key.value, diagnostics_).value_or(Text{});
       })},
      {"namespace", of_main([&](const SchemaKey& key, const YamlEntry& entry) {
         document_.name_space = text_of(entry.value, key.value, diagnostics_);
       })},
      {"include", [&](const SchemaKey& key, const YamlEntry& entry) { read_include(key, entry.value); }},
      {"defaults", of_main(part(parse_defaults))},
      {"durations", part(parse_durations)},
      {"async", of_main([&](const SchemaKey& key, const YamlEntry& entry) {
         const auto word = word_of(key, key.value, entry.value, diagnostics_);
         document_.is_async = word && word->value == "on";
       })},
      {"ids", part(parse_ids)},
      {"tags", part(parse_tags)},
      {"intersections", part(parse_intersections)},
      {"allow", [&](const SchemaKey& key,
                    const YamlEntry& entry) { parse_allow(key, entry.value, document_.allow, diagnostics_); }},
      {"queries", part(parse_queries)},
      {"mutations", part(parse_mutations)},
      {"resources", part(parse_resources)},
      {"events", part(parse_events)},
      {"doc", of_main([&](const SchemaKey& key, const YamlEntry& entry) {
         document_.doc = prose_of(entry.value, key.value, diagnostics_);
       })}};
  read_keys(root, is_main ? "the schema" : "the included schema", KeyedMap::schema, readers, diagnostics_);
  if (is_main && !has_cache) refuse_missing_cache(root);
}

void SchemaReader::refuse_missing_cache(const YamlNode& root) {
  diagnostics_.report({"missing-key",
                       {root.range.file, 1, 1, 1},
                       "the schema has no key 'cache'",
                       "the name of the class to generate",
                       "cache: BlogCache",
                       {}});
}

void SchemaReader::refuse_key_of_main(const YamlEntry& entry) {
  diagnostics_.report({"main-only-key",
                       entry.key.range,
                       "an included schema has the key '" + entry.key.text + "'",
                       keys_of_included() + " in an included schema",
                       "this key in " + document_.file->path(),
                       {{opened_.back().place, "included here"}}});
}

/// One path without brackets is read as a list of one, so that what it declares is not missing elsewhere.
void SchemaReader::read_include(const SchemaKey& key, const YamlNode& node) {
  if (!is_list(node, key.value, diagnostics_)) {
    const bool is_path = node.kind == YamlNode::Kind::text && node.text.find_first_of("[], ") == std::string::npos;
    return is_path ? include({node.text, node.range}) : leave_out();
  }
  for (const YamlNode& item : node.items) {
    const std::optional<Text> path = text_of(item, key.item, diagnostics_);
    if (path) include(*path);
  }
}

void SchemaReader::include(const Text& path) {
  if (ends_with_one_of(path.value, {".hpp", ".h", ".hh"})) {
    include_header(path);
  } else if (ends_with_one_of(path.value, {".yaml", ".yml"})) {
    include_schema(path);
  } else {
    document_.schemas_complete = false;
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
    leave_out();
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
