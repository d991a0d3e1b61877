#include "emit/tag_expression.hpp"

namespace tagcache::generator {

std::vector<std::string> filled_tags(const CacheModel& model, std::span<const FilledTag> tags, const std::string& root,
                                     std::span<const CppParameter> parameters) {
  std::vector<std::string> texts;
  for (const FilledTag& tag : tags) {
    std::vector<std::string> fillings;
    for (const std::size_t argument : tag.arguments) fillings.push_back(parameters[argument].name);
    const std::string text = tag_expression(model, tag.node, root, fillings);
    texts.push_back(tag.is_below && !root.empty() ? below_expression(text) : text);
  }
  return texts;
}

std::string below_expression(const std::string& intersection) { return "::tagcache::below(" + intersection + ')'; }

std::set<std::size_t> used_arguments(std::span<const FilledTag> tags) {
  std::set<std::size_t> used;
  for (const FilledTag& tag : tags) used.insert(tag.arguments.begin(), tag.arguments.end());
  return used;
}

}  // namespace tagcache::generator
