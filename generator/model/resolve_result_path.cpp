#include "model/resolve_result_path.hpp"

#include <algorithm>
#include <utility>

#include "model/result_shapes.hpp"
#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

/// Walks along one path; stops at the first mistake.
class PathWalker {
 public:
  PathWalker(const WrittenResultPath& path, const ResolveContext& context)
      : path_(path), context_(context), shapes_(context.catalog.shapes), way_(path.segment.name.value) {}

  std::optional<std::vector<ResultStep>> walk() {
    const std::string canonical = context_.facts_of(path_.value).canonical;
    if (canonical.empty() || path_.wanted.empty()) return std::nullopt;
    here_ = path_type(shapes_, canonical);
    for (const Text& step : path_.segment.steps) {
      look_inside();
      if (!(step.value == "*" ? go_through_elements(step) : go_to_member(step))) return std::nullopt;
      way_ += '.' + step.value;
    }
    return arrives() ? std::optional(std::move(steps_)) : std::nullopt;
  }

  /// Whether a condition asks for an optional or a pointer that holds something.
  [[nodiscard]] bool ends_at_presence() const { return ends_at_presence_; }

 private:
  void report(std::string code, const SourceRange& range, std::string message, std::string expected, std::string cure,
              const SourceRange& place, const std::string& note) {
    std::vector<Note> notes;
    if (place.file != nullptr) notes.push_back({place, note});
    context_.diagnostics.report(
        {std::move(code), range, std::move(message), std::move(expected), std::move(cure), std::move(notes)});
  }

  [[nodiscard]] std::string words() const { return type_words(shapes_, here_); }

  /// The parts of the path from `step` on, as they are written; with a '.' in front.
  [[nodiscard]] std::string rest_from(const Text& step) const {
    std::string rest;
    for (const Text* each = &step; each != path_.segment.steps.data() + path_.segment.steps.size(); ++each) {
      rest += '.' + each->value;
    }
    return rest;
  }
  [[nodiscard]] std::string rest_behind(const Text& step) const {
    return rest_from(step).substr(1 + step.value.size());
  }

  [[nodiscard]] std::string goal() const { return "a path that ends at " + path_.wanted_text; }

  /// A short path on from here that ends where it should.
  [[nodiscard]] std::optional<std::string> fitting_path() const {
    auto path = path_between(shapes_, here_, path_.wanted);
    const bool gives_many = path && path->find('*') != std::string::npos;
    return path_.is_condition && gives_many ? std::nullopt : path;
  }

  /// A cure: the path up to here, if that is where it was to end.
  [[nodiscard]] std::string way_or_goal() const {
    return here_.canonical == path_.wanted ? path_.rewritten(way_) : goal();
  }

  void look_inside() {
    while (is_holder(here_.shape)) {
      steps_.push_back({ResultStep::Kind::inside});
      here_ = inner_type(shapes_, here_.shape);
    }
  }

  bool go_through_elements(const Text& step) {
    if (path_.is_condition) {
      report("path-type", step.range, "'.*' gives many values, but " + path_.taker, goal(), goal(), member_place_,
             "its type is written here");
      return false;
    }
    if (!is_container(here_.shape)) {
      report("not-a-sequence", step.range, "'" + way_ + "' has no elements: it is of the type " + words(),
             "'.*' behind a container only",
             rest_behind(step).empty() ? way_or_goal() : path_.rewritten(way_ + rest_behind(step)), member_place_,
             "its type is written here");
      return false;
    }
    steps_.push_back({ResultStep::Kind::each});
    here_ = inner_type(shapes_, here_.shape);
    return true;
  }

  bool go_to_member(const Text& step) {
    if (is_container(here_.shape)) return refuse_container(step);
    const std::vector<ShapeMember> members = path_members(shapes_, here_.shape);
    const auto member =
        std::find_if(members.begin(), members.end(), [&](const ShapeMember& m) { return m.name == step.value; });
    if (member == members.end()) return refuse_unknown(step, members);
    if (!member->is_public) return refuse_private(step, *member);
    steps_.push_back({ResultStep::Kind::member, step.value});
    member_place_ = member->place;
    here_ = path_type(shapes_, member->type);
    return true;
  }

  /// `.size` of a container is most likely not meant for its elements.
  bool refuse_container(const Text& step) {
    const std::vector<ShapeMember> inner = path_members(shapes_, inner_type(shapes_, here_.shape).shape);
    const bool is_of_element =
        std::any_of(inner.begin(), inner.end(), [&](const ShapeMember& m) { return m.name == step.value; });
    const auto fitting = path_between(shapes_, here_, path_.wanted);
    const std::string cure =
        !is_of_element && fitting ? path_.rewritten(way_ + *fitting) : path_.rewritten(way_ + ".*" + rest_from(step));
    report("missing-star", step.range,
           "'" + way_ + "' is of the type " + words() + "; its elements are reached with '.*'",
           is_of_element ? "'.*' in front of '." + step.value + "'" : "'.*' and a member of the elements", cure,
           member_place_, "its type is written here");
    return false;
  }

  bool refuse_unknown(const Text& step, const std::vector<ShapeMember>& members) {
    std::vector<std::string> known;
    for (const ShapeMember& member : members) {
      if (member.is_public) known.push_back(member.name);
    }
    if (known.empty()) return refuse_memberless(step);
    const auto meant = nearest(step.value, known);
    const auto fitting = fitting_path();
    const std::string cure = meant     ? path_.rewritten(way_ + '.' + *meant + rest_behind(step))
                             : fitting ? path_.rewritten(way_ + *fitting)
                                       : goal();
    report("unknown-member", step.range,
           "'" + way_ + "' (" + words() + ") has no member '" + step.value + "'" + did_you_mean(step.value, known),
           "one of its members: " + listed(known), cure, here_.shape.place,
           "'" + here_.shape.name + "' is defined here");
    return false;
  }

  bool refuse_memberless(const Text& step) {
    const std::string why = here_.shape.detail == "union" ? ": nobody can know which member of a union is set" : "";
    report("unknown-member", step.range,
           "'" + way_ + "' is of the type " + words() + ", which has no members that a path can go to" + why,
           "nothing behind '" + way_ + "'", way_or_goal(), member_place_, "its type is written here");
    return false;
  }

  bool refuse_private(const Text& step, const ShapeMember& member) {
    const auto fitting = fitting_path();
    report("private-member", step.range, "the member '" + step.value + "' of " + words() + " is not public",
           "a public member", fitting ? path_.rewritten(way_ + *fitting) : goal(), member.place, "it is declared here");
    return false;
  }

  bool arrives() {
    const std::string& wanted = path_.wanted;
    const bool may_hold_nothing = is_holder(here_.shape);
    const std::size_t steps = steps_.size();
    while (here_.canonical != wanted && is_holder(here_.shape)) {
      steps_.push_back({ResultStep::Kind::inside});
      here_ = inner_type(shapes_, here_.shape);
    }
    if (here_.canonical == wanted) return true;
    if (path_.is_condition && may_hold_nothing) {
      steps_.resize(steps);
      ends_at_presence_ = true;
      return true;
    }
    const auto fitting = fitting_path();
    SourceRange range = path_.segment.name.range;
    range.length = static_cast<std::uint32_t>(path_.segment.text().size());
    const std::string found = "'" + way_ + "' is of the type " + words();
    const std::string cure = fitting              ? path_.rewritten(way_ + *fitting)
                             : path_.is_condition ? "a member that says whether to keep the value"
                                                  : "a tag whose id is of the type " + words();
    if (is_container(here_.shape) && fitting) {
      report("missing-star", range, found + ", one for each of its elements; " + path_.taker, goal(), cure,
             member_place_, "its type is written here");
    } else {
      report("path-type", range, found + ", but " + path_.taker, goal(), cure, member_place_,
             "its type is written here");
    }
    return false;
  }

  const WrittenResultPath& path_;
  const ResolveContext& context_;
  const TypeShapes& shapes_;
  std::string way_;  ///< what was walked so far: `result.*`
  PathType here_;
  SourceRange member_place_{};  ///< of the last member that was gone to
  std::vector<ResultStep> steps_;
  bool ends_at_presence_ = false;
};

}  // namespace

std::optional<std::vector<ResultStep>> resolve_result_path(const WrittenResultPath& path,
                                                           const ResolveContext& context) {
  return PathWalker(path, context).walk();
}

std::optional<ResultCondition> resolve_cache_if(const WrittenSegment& path, const Text& value,
                                                const ResolveContext& context) {
  const WrittenResultPath condition{path,
                                    value.value,
                                    "bool",
                                    "a bool, an optional or a pointer",
                                    "cache_if takes one bool, optional or pointer",
                                    [](const std::string& other) { return "cache_if: " + other; },
                                    true};
  PathWalker walker(condition, context);
  auto steps = walker.walk();
  if (!steps) return std::nullopt;
  return ResultCondition{std::move(*steps), walker.ends_at_presence()};
}

}  // namespace tagcache::generator
