#include "document/key_patterns.hpp"

#include <string>

#include "document/lint_rules.hpp"
#include "document/schema_keys.hpp"

namespace tagcache::generator {
namespace {

/// Tags with '&' between them: at least one '&', or none too.
std::string joined_tags_pattern(std::string_view how_often) {
  const std::string tag(tag_pattern.substr(1, tag_pattern.size() - 2));
  return '^' + tag + "(\\s*&\\s*" + tag + ')' + std::string(how_often) + '$';
}

}  // namespace

std::string_view intersection_pattern() {
  static const std::string pattern = joined_tags_pattern("+");
  return pattern;
}

std::string_view invalidation_pattern() {
  static const std::string pattern = joined_tags_pattern("*");
  return pattern;
}

std::string_view duration_name_pattern() {
  static const std::string pattern = [] {
    std::string words;
    for (const std::string_view word : words_beside_durations()) words.append(words.empty() ? "" : "|").append(word);
    return "^(?!(" + words + ")$)" + std::string(name_pattern.substr(1));
  }();
  return pattern;
}

std::string_view duration_pattern() {
  static const std::string pattern =
      "^([0-9]+(ms|s|m|h|d)?|" + std::string(duration_name_pattern().substr(1, duration_name_pattern().size() - 2)) +
      ")$";
  return pattern;
}

std::string_view allow_pattern() {
  static const std::string pattern = [] {
    std::string names;
    for (const LintRule& rule : lint_rules) names.append(names.empty() ? "" : "|").append(rule.name);
    return "^(" + names + ")(\\(.+\\))?$";
  }();
  return pattern;
}

}  // namespace tagcache::generator
