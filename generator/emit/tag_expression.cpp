#include "emit/tag_expression.hpp"

#include <algorithm>

namespace tagcache::generator {

std::vector<std::size_t> path_to(const CacheModel& model, std::size_t node) {
  std::vector<std::size_t> path;
  for (; model.tags[node].kind != TagNode::Kind::root; node = model.tags[node].parent) path.push_back(node);
  std::reverse(path.begin(), path.end());
  return path;
}

std::string tag_expression(const CacheModel& model, std::size_t node, const std::string& root,
                           std::span<const std::string> fillings) {
  std::string text = root;
  std::size_t filled = 0;
  for (const std::size_t step : path_to(model, node)) {
    if (model.tags[step].kind == TagNode::Kind::wild) {
      text += '(' + fillings[filled++] + ')';
    } else {
      text += (text.empty() ? "" : ".") + model.tags[step].name;
    }
  }
  return text;
}

std::string tag_pattern(const CacheModel& model, std::size_t node) {
  std::vector<std::string> ids;
  for (const std::size_t step : path_to(model, node)) {
    if (model.tags[step].kind == TagNode::Kind::wild) ids.push_back(model.tags[step].name);
  }
  return tag_expression(model, node, "", ids);
}

std::vector<std::string> filled_tags(const CacheModel& model, std::span<const FilledTag> tags, const std::string& root,
                                     std::span<const CppParameter> parameters) {
  std::vector<std::string> texts;
  for (const FilledTag& tag : tags) {
    std::vector<std::string> fillings;
    for (const std::size_t argument : tag.arguments) fillings.push_back(parameters[argument].name);
    texts.push_back(tag_expression(model, tag.node, root, fillings));
  }
  return texts;
}

std::set<std::size_t> used_arguments(std::span<const FilledTag> tags) {
  std::set<std::size_t> used;
  for (const FilledTag& tag : tags) used.insert(tag.arguments.begin(), tag.arguments.end());
  return used;
}

}  // namespace tagcache::generator
