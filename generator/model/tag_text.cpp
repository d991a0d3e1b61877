#include "model/tag_text.hpp"

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

}  // namespace tagcache::generator
