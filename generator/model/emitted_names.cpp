#include "model/emitted_names.hpp"

namespace tagcache::generator {
namespace {

constexpr std::string_view ending = "Cache";

bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }

std::string stem_of(std::string_view cache) {
  const bool has_ending = cache.size() > ending.size() && cache.ends_with(ending);
  return std::string(cache.substr(0, cache.size() - (has_ending ? ending.size() : 0)));
}

}  // namespace

ClassNames class_names(std::string_view cache) {
  const std::string stem = stem_of(cache);
  return {std::string(cache), stem + "Tags", stem + "Source"};
}

std::vector<std::string> other_cache_names(std::string_view cache) {
  const std::string stem = camel_case(stem_of(cache));
  std::vector<std::string> names;
  for (const std::string_view middle : {"", "Data", "Value"}) {
    std::string name = stem + std::string(middle) + std::string(ending);
    if (name != cache) names.push_back(std::move(name));
  }
  return names;
}

std::string camel_case(std::string_view snake_case) {
  std::string result;
  bool starts_word = true;
  for (const char letter : snake_case) {
    if (letter == '_') {
      starts_word = true;
      continue;
    }
    result += starts_word && is_lower(letter) ? static_cast<char>(letter - 'a' + 'A') : letter;
    starts_word = false;
  }
  return result;
}

std::string tag_class_part(bool is_wild, std::string_view name) { return (is_wild ? "By" : "") + camel_case(name); }

}  // namespace tagcache::generator
