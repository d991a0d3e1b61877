#include "emit/lower_result_tags.hpp"

#include <map>
#include <utility>

#include "emit/cpp_names.hpp"
#include "emit/layout.hpp"
#include "emit/tag_expression.hpp"

namespace tagcache::generator {
namespace {

/// An expression on the way of a path. What it holds is reached with `*` or `->`.
struct Reached {
  std::string text;
  bool is_inside = false;

  [[nodiscard]] std::string value() const { return is_inside ? '*' + text : text; }
  [[nodiscard]] std::string member(const std::string& name) const { return text + (is_inside ? "->" : ".") + name; }
};

/// The loops and conditions around the line that adds one tag.
class Nest {
 public:
  explicit Nest(std::span<const CppParameter> parameters) {
    names_.take("result");
    names_.take("found");
    for (const CppParameter& parameter : parameters) names_.take(parameter.name);
  }

  /// The expression at the end of `path`. Only paths of one group go through the same elements.
  std::string go(const std::vector<ResultStep>& path, std::size_t group) {
    Reached here{"result"};
    std::string way = std::to_string(group);
    for (const ResultStep& step : path) {
      switch (step.kind) {
        case ResultStep::Kind::member:
          way += '.' + step.name;
          here = {here.member(step.name)};
          break;
        case ResultStep::Kind::each:
          way += ".*";
          here = {element(way, here)};
          break;
        case ResultStep::Kind::inside:
          way += '?';
          if (here.is_inside) here = {"(*" + here.text + ')'};
          if (opened_.emplace(way, here.text).second) heads_.push_back("if (" + here.text + ')');
          here.is_inside = true;
      }
    }
    return here.value();
  }

  /// `line` with all that is around it.
  [[nodiscard]] std::vector<std::string> around(const std::string& line) const {
    if (heads_.empty()) return {line};
    std::vector<std::string> lines;
    std::string indentation;
    for (std::size_t i = 0; i + 1 < heads_.size(); ++i, indentation += "  ") {
      lines.push_back(indentation + heads_[i] + " {");
    }
    const std::string last = indentation + heads_.back() + ' ' + line;
    constexpr std::size_t columns_in_front = 4;
    if (last.size() + columns_in_front <= line_width) {
      lines.push_back(last);
    } else {
      lines.insert(lines.end(), {indentation + heads_.back() + " {", indentation + "  " + line, indentation + "}"});
    }
    while (!indentation.empty()) {
      indentation.resize(indentation.size() - 2);
      lines.push_back(indentation + '}');
    }
    return lines;
  }

 private:
  const std::string& element(const std::string& way, const Reached& container) {
    const auto [entry, is_new] = opened_.emplace(way, "");
    if (is_new) {
      entry->second = names_.unique("each", "_inside");
      heads_.push_back("for (const auto& " + entry->second + " : " + container.value() + ')');
    }
    return entry->second;
  }

  NameScope names_;
  std::map<std::string, std::string> opened_;  ///< by the way to it
  std::vector<std::string> heads_;
};

/// For each filling which tag of an intersection it belongs to: an entry carries each id of one with each of another,
/// whichever element they stand in.
std::vector<std::size_t> members_by_filling(const CacheModel& model, const ResultTag& tag) {
  std::vector<std::size_t> groups;
  for (const std::size_t member : model.tags[tag.node].members) {
    groups.insert(groups.end(), wild_segments(model, member).size(), member);
  }
  groups.resize(tag.fillings.size());
  return groups;
}

}  // namespace

std::vector<std::string> result_tag_texts(const CacheModel& model, const Query& query,
                                          std::span<const CppParameter> parameters) {
  std::vector<std::string> texts;
  for (const ResultTag& tag : query.result_tags) {
    std::vector<std::string> fillings;
    for (const ResultFilling& filling : tag.fillings) {
      fillings.push_back(filling.argument ? parameters[*filling.argument].name : filling.path_text());
    }
    texts.push_back(tag_expression(model, tag.node, "", fillings));
  }
  return texts;
}

std::set<std::size_t> arguments_of_result_tags(const Query& query) {
  std::set<std::size_t> used;
  for (const ResultTag& tag : query.result_tags) {
    for (const ResultFilling& filling : tag.fillings) {
      if (filling.argument) used.insert(*filling.argument);
    }
  }
  return used;
}

std::string lower_cache_if(const ResultCondition& condition) {
  Reached here{"result"};
  std::vector<std::string> parts;
  for (const ResultStep& step : condition.path) {
    if (step.kind == ResultStep::Kind::member) {
      here = {here.member(step.name)};
      continue;
    }
    if (here.is_inside) here = {"(*" + here.text + ')'};
    parts.push_back(here.text);
    here.is_inside = true;
  }
  const std::string last = here.value();
  parts.push_back(condition.is_presence && parts.empty() ? "static_cast<bool>(" + last + ')' : last);
  return joined(parts, " && ");
}

std::vector<std::string> lower_result_tags(const CacheModel& model, const Query& query, const std::string& root,
                                           std::span<const CppParameter> parameters) {
  std::vector<std::string> lines;
  for (const ResultTag& tag : query.result_tags) {
    Nest nest(parameters);
    std::vector<std::string> fillings;
    const std::vector<std::size_t> groups = members_by_filling(model, tag);
    for (std::size_t wild = 0; wild < tag.fillings.size(); ++wild) {
      const ResultFilling& filling = tag.fillings[wild];
      fillings.push_back(filling.argument ? parameters[*filling.argument].name : nest.go(filling.path, groups[wild]));
    }
    const std::string text = tag_expression(model, tag.node, root, fillings);
    const std::string line = "found.push_back(" + (tag.is_below ? below_expression(text) : text) + ");";
    const std::vector<std::string> statement = nest.around(line);
    lines.insert(lines.end(), statement.begin(), statement.end());
  }
  return lines;
}

}  // namespace tagcache::generator
