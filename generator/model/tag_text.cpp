#include "model/tag_text.hpp"

#include <algorithm>

#include "model/reserved_names.hpp"

namespace tagcache::generator {
namespace {

/// What stands for the fixed segments of a tag.
enum class Spelling { names, texts };

std::string spelled(const CacheModel& model, std::size_t node, Spelling spelling, const std::string& root,
                    std::span<const std::string> fillings);

std::string spelled_intersection(const CacheModel& model, std::size_t node, Spelling spelling, const std::string& root,
                                 std::span<const std::string> fillings) {
  std::string text;
  for (const std::size_t member : model.tags[node].members) {
    text += (text.empty() ? "" : " & ") + spelled(model, member, spelling, root, fillings);
    fillings = fillings.subspan(wild_segments(model, member).size());
  }
  return text;
}

std::string spelled(const CacheModel& model, std::size_t node, Spelling spelling, const std::string& root,
                    std::span<const std::string> fillings) {
  std::string text = root;
  std::size_t filled = 0;
  for (const std::size_t step : path_to(model, node)) {
    const TagNode& tag = model.tags[step];
    if (tag.kind == TagNode::Kind::all_of) return spelled_intersection(model, step, spelling, root, fillings);
    if (tag.kind == TagNode::Kind::wild) {
      text += '(' + fillings[filled++] + ')';
    } else {
      text += (text.empty() ? "" : ".") + (spelling == Spelling::names ? tag.name : shown_text(tag.stored()));
    }
  }
  return text;
}

std::vector<std::string> names_of_ids(const CacheModel& model, std::size_t node) {
  std::vector<std::string> ids;
  for (const std::size_t step : wild_segments(model, node)) ids.push_back(model.tags[step].name);
  return ids;
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
  return spelled(model, node, Spelling::names, root, fillings);
}

std::string stored_expression(const CacheModel& model, std::size_t node, std::span<const std::string> fillings) {
  return spelled(model, node, Spelling::texts, "", fillings);
}

std::string shown_text(const std::string& text) {
  if (is_formed_as_name(text)) return text;
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return quoted + '"';
}

std::string tag_pattern(const CacheModel& model, std::size_t node) {
  return tag_expression(model, node, "", names_of_ids(model, node));
}

std::string stored_pattern(const CacheModel& model, std::size_t node) {
  return stored_expression(model, node, names_of_ids(model, node));
}

}  // namespace tagcache::generator
