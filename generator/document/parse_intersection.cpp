#include "document/parse_intersection.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "document/parse_tag.hpp"
#include "document/text_part.hpp"

namespace tagcache::generator {
namespace {

/// The texts between the signs, without the blanks around them.
std::vector<Text> parts_of(const Text& text) {
  std::vector<Text> parts;
  for (std::size_t begin = 0; begin <= text.value.size();) {
    const std::size_t end = std::min(text.value.find(intersection_sign, begin), text.value.size());
    parts.push_back(trimmed_part(text, begin, end));
    begin = end + 1;
  }
  return parts;
}

std::string joined(const std::vector<Text>& parts, std::string_view separator) {
  std::string all;
  for (const Text& part : parts) {
    if (part.value.empty()) continue;
    all.append(all.empty() ? "" : separator).append(part.value);
  }
  return all;
}

void refuse(const SourceRange& range, std::string message, std::string expected, std::string cure,
            Diagnostics& diagnostics) {
  diagnostics.report({"tag-syntax", range, std::move(message), std::move(expected), std::move(cure), {}});
}

/// A tag alone as a part of an intersection.
std::string with_another(const std::string& tag) {
  return tag == "posts(post)" ? "users(user) & " + tag : tag + " & posts(post)";
}

SourceRange place_of_sign(const Text& text) { return part_of(text, text.value.find(intersection_sign), 1).range; }

}  // namespace

WrittenTag parse_tag_or_intersection(const Text& text, Diagnostics& diagnostics) {
  const std::vector<Text> parts = parts_of(text);
  if (parts.size() == 1) return parse_tag(text, diagnostics);
  if (std::any_of(parts.begin(), parts.end(), [](const Text& part) { return part.value.empty(); })) {
    const std::string tidy = joined(parts, " & ");
    refuse(place_of_sign(text), "an '&' without a tag on both sides", "one '&' between two tags",
           tidy.find(intersection_sign) == std::string::npos ? with_another(tidy) : tidy, diagnostics);
    return {{}, text.range, false};
  }
  WrittenTag all = parse_tag(parts.front(), diagnostics);
  all.range = text.range;
  for (std::size_t index = 1; index < parts.size(); ++index) {
    all.others.push_back(parse_tag(parts[index], diagnostics));
    all.complete = all.complete && all.others.back().complete;
  }
  return all;
}

WrittenTag parse_intersection(const Text& text, Diagnostics& diagnostics) {
  WrittenTag all = parse_tag_or_intersection(text, diagnostics);
  if (!all.complete || !all.others.empty()) return all;
  refuse(text.range, "an intersection of one tag", "two tags or more, with '&' between them", with_another(text.value),
         diagnostics);
  all.complete = false;
  return all;
}

bool is_tag_alone(const Text& text, Diagnostics& diagnostics) {
  if (text.value.find(intersection_sign) == std::string::npos) return true;
  refuse(place_of_sign(text), "an '&' stands between tags in intersections and in invalidates only",
         "the tags one by one: an entry that carries all of them carries their intersection",
         joined(parts_of(text), ", "), diagnostics);
  return false;
}

}  // namespace tagcache::generator
