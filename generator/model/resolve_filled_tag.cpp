#include <algorithm>
#include <string_view>
#include <utility>

#include "document/reach_words.hpp"
#include "model/resolve_context.hpp"
#include "model/resolve_result_path.hpp"
#include "model/result_shapes.hpp"
#include "support/suggestion.hpp"

/// Binds the tags of queries and mutations: each segment to a node of the tree, each id to an argument.
namespace tagcache::generator {
namespace {

class TagBinder {
 public:
  TagBinder(const WrittenTag& written, const ArgumentList& arguments, const ResolveContext& context,
            const std::string& owner, const Text* value = nullptr)
      : written_(written), arguments_(arguments), context_(context), owner_(owner), value_(value) {}

  std::optional<ResultTag> bind() {
    ResultTag filled;
    bool all_filled = true;
    for (index_ = 0; index_ < written_.segments.size(); ++index_) {
      const WrittenSegment& segment = written_.segments[index_];
      const bool is_wild = segment.kind == WrittenSegment::Kind::wild;
      const std::optional<std::size_t> child =
          is_wild ? tree().wild_child(filled.node) : tree().fixed_child(filled.node, segment.name.value);
      if (!child) {
        refuse_segment(filled.node, segment);
        return std::nullopt;
      }
      filled.node = *child;
      if (!is_wild) continue;
      std::optional<ResultFilling> filling = filling_for(*child, segment);
      all_filled = all_filled && filling.has_value();
      if (filling) filled.fillings.push_back(std::move(*filling));
    }
    return all_filled ? std::optional(std::move(filled)) : std::nullopt;
  }

 private:
  [[nodiscard]] const TagTree& tree() const { return context_.tree; }

  void report(std::string code, const SourceRange& range, std::string message, std::string expected, std::string cure) {
    context_.diagnostics.report({std::move(code), range, std::move(message), std::move(expected), std::move(cure), {}});
  }

  /// The tag as written, with segment `index_` replaced by `segment` (empty: left out).
  [[nodiscard]] std::string rewritten(const std::string& segment) const {
    std::string text;
    for (std::size_t index = 0; index < written_.segments.size(); ++index) {
      const WrittenSegment& part = written_.segments[index];
      const bool is_wild = part.kind == WrittenSegment::Kind::wild;
      std::string part_text = is_wild ? '(' + part.text() + ')' : part.name.value;
      if (index == index_) part_text = segment;
      if (!text.empty() && !part_text.empty() && !part_text.starts_with('(')) text += '.';
      text += part_text;
    }
    return text;
  }

  /// Ids to put in front of fixed segment `name` so that it is found below `node`: `(user)` in `users.posts`. Empty
  /// when no number of ids would help.
  [[nodiscard]] std::string missing_ids(std::size_t node, const std::string& name) const {
    std::string ids;
    for (std::optional<std::size_t> wild = tree().wild_child(node); wild; wild = tree().wild_child(*wild)) {
      ids += '(' + argument_name_for(*wild) + ')';
      if (tree().fixed_child(*wild, name)) return ids;
    }
    return {};
  }

  /// The argument that was declared with the id of wild segment `node`, else one of its type, else the name of the id.
  [[nodiscard]] std::string argument_name_for(std::size_t node) const {
    for (std::size_t index = 0; index < arguments_.arguments.size(); ++index) {
      if (arguments_.ids[index] == tree()[node].id) return arguments_.arguments[index].name;
    }
    for (std::size_t index = 0; index < arguments_.arguments.size(); ++index) {
      if (fits(index, node)) return arguments_.arguments[index].name;
    }
    return tree()[node].name;
  }

  void refuse_segment(std::size_t node, const WrittenSegment& segment) {
    const bool is_doubtful = context_.document.doubtful.contains(written_.segments.front().name.value);
    if (!tree().is_complete_at(node) || is_doubtful) return;
    if (segment.kind == WrittenSegment::Kind::wild) return refuse_surplus_id(node, segment.name);
    const std::string ids = missing_ids(node, segment.name.value);
    if (ids.empty()) return refuse_unknown(node, segment.name);
    const std::string front = node == 0 ? "the root of the tags" : "'" + tree().pattern(node) + "'";
    const std::string cure = rewritten(ids + '.' + segment.name.value);
    report("tag-arity", segment.name.range, front + " takes an id in front of '" + segment.name.value + "'", cure,
           cure);
  }

  void refuse_surplus_id(std::size_t node, const Text& name) {
    if (node == 0) return refuse_wild_root(name);
    const bool has_id = tree()[node].kind == TagNode::Kind::wild;
    report("tag-arity", name.range, "'" + tree().pattern(node) + (has_id ? "' takes no further id" : "' takes no id"),
           tree().pattern(node), rewritten(""));
  }

  void refuse_wild_root(const Text& name) {
    const std::vector<std::string> known = tree().patterns_below(0);
    report("tag-arity", name.range, "no tag begins with an id", one_of("tags", known),
           known.empty() ? "- " + rewritten('(' + name.value + ')') + " below tags:" : known.front());
  }

  void refuse_unknown(std::size_t node, const Text& name) {
    if (node == 0 && is_reach_word(name.value) && written_.segments.size() == 2) {
      const std::string& inner = written_.segments.back().name.value;
      return report("unknown-tag", name.range, reach_word_message(name.value), std::string(wanted_without_reach_word),
                    inner);
    }
    if (const std::optional<std::size_t> stored = tree().stored_child(node, name.value)) {
      return report("unknown-tag", name.range,
                    "'" + name.value + "' is what is stored of '" + tree().pattern(*stored) + "'",
                    "the name that C++ uses", rewritten(tree()[*stored].name));
    }
    const std::vector<std::string> known = tree().fixed_names(node);
    const std::optional<std::string> meant = nearest(name.value, known);
    const std::string place = node == 0 ? "" : " below '" + tree().pattern(node) + "'";
    const std::optional<NameProblem> problem = problem_with_name(name.value, NameUse::segment);
    report("unknown-tag", name.range, "no tag is called '" + name.value + "'" + place + did_you_mean(name.value, known),
           node == 0 || !known.empty() ? one_of("tags", tree().patterns_below(node)) : tree().pattern(node),
           meant ? with_first_two_in_order(node, *meant)
                 : "- " + rewritten(problem ? problem->cure : name.value) + " below tags:");
  }

  /// `users(user)` for `user(users)`, else only the name of the tag replaced by `meant`.
  [[nodiscard]] std::string with_first_two_in_order(std::size_t node, const std::string& meant) {
    const bool is_swapped = index_ + 1 < written_.segments.size() && written_.segments[index_ + 1].text() == meant &&
                            arguments_.find(written_.segments[index_].name.value) &&
                            tree().wild_child(*tree().fixed_child(node, meant));
    if (!is_swapped) return rewritten(meant);
    WrittenTag ordered = written_;
    std::swap(ordered.segments[index_].name, ordered.segments[index_ + 1].name);
    TagBinder binder(ordered, arguments_, context_, owner_, value_);
    binder.index_ = ordered.segments.size();
    return binder.rewritten("");
  }

  /// Whether argument `index` may fill wild segment `node`. Types that inspect knows nothing about fit: one error is
  /// enough.
  [[nodiscard]] bool fits(std::size_t index, std::size_t node) const {
    if (arguments_.ids[index] == tree()[node].id) return true;
    const std::string& wanted = context_.model.ids[tree()[node].id].facts.canonical;
    const std::string& found = arguments_.arguments[index].facts.canonical;
    return !wanted.empty() && wanted == found;
  }

  [[nodiscard]] bool type_is_known(std::size_t index, std::size_t node) const {
    return !context_.model.ids[tree()[node].id].facts.canonical.empty() &&
           !arguments_.arguments[index].facts.canonical.empty();
  }

  std::optional<ResultFilling> filling_for(std::size_t node, const WrittenSegment& segment) {
    if (value_ != nullptr && segment.name.value == "result") return path_for(node, segment);
    if (!segment.steps.empty()) {
      refuse_path(node, segment);
      return std::nullopt;
    }
    const std::optional<std::size_t> argument = argument_for(node, segment.name);
    return argument ? std::optional(ResultFilling{argument, {}}) : std::nullopt;
  }

  std::optional<ResultFilling> path_for(std::size_t node, const WrittenSegment& segment) {
    const Id& id = context_.model.ids[tree()[node].id];
    const WrittenResultPath path{segment,
                                 value_->value,
                                 id.facts.canonical,
                                 id.type,
                                 "'" + tree().pattern(node) + "' takes the id '" + id.name + "' of the type " + id.type,
                                 [&](const std::string& other) { return rewritten('(' + other + ')'); }};
    auto steps = resolve_result_path(path, context_);
    return steps ? std::optional(ResultFilling{std::nullopt, std::move(*steps)}) : std::nullopt;
  }

  void refuse_path(std::size_t node, const WrittenSegment& segment) {
    const std::vector<std::string> known{"result"};
    report(
        "unknown-argument", segment.name.range,
        "a path begins at 'result', the value of the query, and not at '" + segment.name.value + "'" +
            did_you_mean(segment.name.value, known),
        "result, or the name of an argument without a path",
        rewritten('(' +
                  (arguments_.find(segment.name.value) ? argument_name_for(node)
                                                       : "result" + segment.text().substr(segment.name.value.size())) +
                  ')'));
  }

  std::optional<std::size_t> argument_for(std::size_t node, const Text& name) {
    const std::optional<std::size_t> index = arguments_.find(name.value);
    if (!index) {
      if (arguments_.complete) refuse_unknown_argument(node, name);
      return std::nullopt;
    }
    if (fits(*index, node)) return index;
    if (type_is_known(*index, node)) {
      refuse_type(node, name, arguments_.arguments[*index]);
      return std::nullopt;
    }
    // Types as declared are trusted, and the C++ compiler refuses what does not fit; else the reason was reported.
    return context_.catalog.as_declared ? index : std::nullopt;
  }

  void refuse_unknown_argument(std::size_t node, const Text& name) {
    const std::vector<std::string> known = arguments_.names();
    const std::string& id = tree()[node].name;
    if (value_ == nullptr && name.value == "result" && owner_.starts_with("the query")) {
      report("result-in-tags", name.range, "'result' is not known before the load, when these tags are needed",
             "arguments in tags, paths into the result in tags_from_result",
             "tags_from_result: [" + rewritten("(result)") + "]");
      return;
    }
    const std::string path = value_ == nullptr ? "" : "; or a path that begins with 'result'";
    report("unknown-argument", name.range,
           owner_ + " has no argument '" + name.value + "'" + did_you_mean(name.value, known),
           one_of("arguments", known) + path,
           is_member_of_value(name.value) ? rewritten("(result." + name.value + ')')
                                          : cure_for_unknown(node, name.value, id));
  }

  [[nodiscard]] bool is_member_of_value(const std::string& name) const {
    if (value_ == nullptr) return false;
    const TypeShapes& shapes = context_.catalog.shapes;
    const auto members = path_members(shapes, path_type(shapes, context_.facts_of(value_->value).canonical).shape);
    return std::any_of(members.begin(), members.end(), [&](const ShapeMember& m) { return m.name == name; });
  }

  /// An argument of the right type under a wrong name is taken for the one that was meant, unless the name is that of
  /// the id.
  [[nodiscard]] std::string cure_for_unknown(std::size_t node, const std::string& name, const std::string& id) const {
    const std::optional<std::string> meant = nearest(name, arguments_.names());
    if (meant && fits(*arguments_.find(*meant), node)) return rewritten('(' + *meant + ')');
    const std::string fitting = argument_name_for(node);
    const std::optional<std::size_t> index = arguments_.find(fitting);
    if (index && (name != id || arguments_.ids[*index] == tree()[node].id)) return rewritten('(' + fitting + ')');
    return arguments_.with(name == id ? id : name + ": " + id);
  }

  void refuse_type(std::size_t node, const Text& name, const Argument& argument) {
    const Id& id = context_.model.ids[tree()[node].id];
    const std::string fitting = argument_name_for(node);
    std::string cure = rewritten('(' + fitting + ')');
    if (!arguments_.find(fitting)) {
      const bool is_other_id = context_.ids.contains(name.value);
      cure = is_other_id ? "args: [" + id.name + "] and " + cure : "args: [" + name.value + ": " + id.name + "]";
    }
    report("wrong-id", name.range,
           "'" + name.value + "' has the type " + argument.type + ", but '" + tree().pattern(node) +
               "' takes the id '" + id.name + "' of the type " + id.type,
           "an argument declared as '" + id.name + "', or one of the type " + id.type, cure);
  }

  const WrittenTag& written_;
  const ArgumentList& arguments_;
  const ResolveContext& context_;
  const std::string& owner_;
  const Text* value_;  ///< of the query, where a tag may look into it; null elsewhere
  std::size_t index_ = 0;
};

}  // namespace

std::optional<FilledTag> resolve_filled_tag(const WrittenTag& written, const ArgumentList& arguments,
                                            const ResolveContext& context, const std::string& owner) {
  const std::optional<ResultTag> bound = TagBinder(written, arguments, context, owner).bind();
  if (!bound) return std::nullopt;
  FilledTag filled{bound->node, {}};
  for (const ResultFilling& filling : bound->fillings) filled.arguments.push_back(*filling.argument);
  return filled;
}

std::optional<ResultTag> resolve_result_tag(const WrittenTag& written, const ArgumentList& arguments,
                                            const ResolveContext& context, const std::string& owner,
                                            const Text& value) {
  return TagBinder(written, arguments, context, owner, &value).bind();
}

}  // namespace tagcache::generator
