#pragma once

#include <string_view>
#include <vector>

/// The one table of all keys that a schema may have. The parser reads maps through it, the JSON schema for editors and
/// the tables of docs/schema.md are made from it; a key that is added here must be given a reader, and shows up
/// everywhere.
namespace tagcache::generator {

/// What a name may look like, as a regular expression.
inline constexpr std::string_view name_pattern = "^[A-Za-z](_?[A-Za-z0-9])*$";

/// What a value should be, for messages: `a C++ type`, and an example to write: `std::string`.
struct Wanted {
  std::string_view what;
  std::string_view example;
};

/// The maps that have keys of their own.
enum class KeyedMap {
  schema,
  options,
  tag,
  query,
  mutation,
  resource,
  resource_query,  ///< reads and lists of a resource
  event
};

/// What stands behind a key.
enum class ValueKind {
  anything,           ///< not looked at
  text,               ///< one line of text
  any_text,           ///< the same, also where YAML takes it for a number
  duration,           ///< `30s`, a name that stands for one, or one of the words
  percent,            ///< `10%`, or one of the words
  size,               ///< `2KiB`
  choice,             ///< one of the words
  toggle,             ///< on or off, see toggle_words
  choice_list,        ///< a list of some of the words
  prose,              ///< text of any number of lines
  text_list,          ///< a list of texts
  tag_list,           ///< a list of texts, or of maps from one text to its description
  intersection_list,  ///< a list of texts
  invalidation_list,  ///< a list of texts
  argument_list,      ///< a list of names and `name: type`
  text_map,           ///< names, each with a text
  duration_map,       ///< names, each with a duration
  keyed_map,          ///< one map with the keys of `below`
  keyed_maps,         ///< names, each with a map with the keys of `below`
};

struct SchemaKey {
  std::string_view name = {};
  ValueKind kind = ValueKind::text;
  Wanted value = {};                  ///< what the whole value should be
  std::string_view description = {};  ///< one line of Markdown, for documents and editors
  std::string_view absent = {};       ///< what holds when the key is not written: `30s`; empty: nothing worth saying
  bool needed = false;                ///< the map is wrong without this key
  bool main_only = false;             ///< of the schema: not allowed in an included one
  std::vector<std::string_view> words = {};  ///< fixed texts that the value (or an item of it) may be
  Wanted item = {};                          ///< of lists and maps: what each item should be
  /// Of texts, and of the names in maps: a regular expression for editors. Empty: any text, any name.
  std::string_view pattern = {};
  KeyedMap below = KeyedMap::schema;  ///< of keyed_map and keyed_maps
};

/// What each key that is on or off may say: `true` is another word for `on`, `false` for `off`.
[[nodiscard]] std::vector<std::string_view> toggle_words();

/// Words that stand where a duration may, and so name none: `off`, `strict`.
[[nodiscard]] const std::vector<std::string_view>& words_beside_durations();

/// The keys of a map, in the order in which messages and documents list them.
[[nodiscard]] const std::vector<SchemaKey>& keys_of(KeyedMap map);

/// The key `name` of a map; it must be one.
[[nodiscard]] const SchemaKey& key_of(KeyedMap map, std::string_view name);

}  // namespace tagcache::generator
