#include "format/intersection_blanks.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>

#include "document/schema_keys.hpp"

namespace tagcache::generator {
namespace {

/// Whether the items behind the key may be intersections.
bool has_intersections(std::string_view name) {
  constexpr KeyedMap maps[] = {KeyedMap::schema, KeyedMap::mutation, KeyedMap::event};
  return std::any_of(std::begin(maps), std::end(maps), [&](KeyedMap map) {
    const std::vector<SchemaKey>& keys = keys_of(map);
    return std::any_of(keys.begin(), keys.end(), [&](const SchemaKey& key) {
      return key.name == name && (key.kind == ValueKind::intersection_list || key.kind == ValueKind::invalidation_list);
    });
  });
}

void set_blanks(Flow& flow, bool is_item) {
  if (flow.kind == Flow::Kind::text && is_item) flow.text = with_blanks_at_signs(flow.text);
  for (Flow::Entry& entry : flow.entries) {
    set_blanks(entry.value, entry.has_key ? has_intersections(entry.key) : is_item);
  }
}

}  // namespace

std::string with_blanks_at_signs(std::string_view text) {
  std::string spaced;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('&', begin), text.size());
    std::string_view part = text.substr(begin, end - begin);
    if (begin > 0) {
      part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
      spaced += " & ";
    }
    if (end < text.size()) part = part.substr(0, part.find_last_not_of(' ') + 1);
    if (part.empty()) return std::string(text);
    spaced += part;
    begin = end + 1;
  }
  return spaced;
}

void set_blanks_in_intersections(std::vector<SchemaLine>& lines) {
  std::optional<std::size_t> list;  // the column of the key whose items stand in the lines below it
  for (SchemaLine& line : lines) {
    if (line.is_comment()) continue;
    const std::size_t begin = line.dashes.empty() ? line.column : line.dashes.front();
    if (list && (begin < *list || (begin == *list && line.dashes.empty()))) list.reset();
    set_blanks(line.value, line.has_key ? has_intersections(line.key) : list.has_value());
    if (line.has_key && !line.has_value && has_intersections(line.key)) list = line.column;
  }
}

}  // namespace tagcache::generator
