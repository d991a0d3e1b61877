#include "model/tag_text.hpp"

#include <algorithm>

namespace tagcache::generator {
namespace {

std::string intersection_expression(const CacheModel& model, std::size_t node, const std::string& root,
                                    std::span<const std::string> fillings) {
  std::string text;
  for (const std::size_t member : model.tags[node].members) {
    text += (text.empty() ? "" : " & ") + tag_expression(model, member, root, fillings);
    fillings = fillings.subspan(wild_segments(model, member).size());
  }
  return text;
}

}  // namespace

std::vector<std::size_t> path_to(const CacheModel& model, std::size_t node) {
  std::vector<std::size_t> path;
  for (; model.tags[node].kind != TagNode::Kind::root; node = model.tags[node].parent) path.push_back(node);
  std::reverse(path.begin(), path.end());
  return path;
}

std::vector<std::size_t> wild_segments(const CacheModel& model, std::size_t node) {
  std::vector<std::size_t> segments;
  for (const std::size_t step : path_to(model, node)) {
    if (model.tags[step].kind == TagNode::Kind::wild) segments.push_back(step);
    for (const std::size_t member : model.tags[step].members) {
      const std::vector<std::size_t> inner = wild_segments(model, member);
      segments.insert(segments.end(), inner.begin(), inner.end());
    }
  }
  return segments;
}

std::string tag_expression(const CacheModel& model, std::size_t node, const std::string& root,
                           std::span<const std::string> fillings) {
  std::string text = root;
  std::size_t filled = 0;
  for (const std::size_t step : path_to(model, node)) {
    if (model.tags[step].kind == TagNode::Kind::all_of) return intersection_expression(model, step, root, fillings);
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
  for (const std::size_t step : wild_segments(model, node)) ids.push_back(model.tags[step].name);
  return tag_expression(model, node, "", ids);
}

}  // namespace tagcache::generator
