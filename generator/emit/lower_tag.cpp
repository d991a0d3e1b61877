#include "emit/lower_tag.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "emit/cpp_comment.hpp"
#include "emit/cpp_names.hpp"
#include "emit/cpp_parameters.hpp"
#include "emit/cpp_text.hpp"
#include "emit/lower_key.hpp"
#include "emit/tag_expression.hpp"
#include "support/type_words.hpp"

namespace tagcache::generator {
namespace {

/// An id on the way to a tag: a parameter of its constructor and a member of its class.
struct PathId {
  CppParameter parameter;
  const Id* id = nullptr;

  [[nodiscard]] std::string member() const { return parameter.name + '_'; }
};

std::vector<CppParameter> parameters_of(const std::vector<PathId>& ids) {
  std::vector<CppParameter> parameters;
  for (const PathId& id : ids) parameters.push_back(id.parameter);
  return parameters;
}

/// The compiler may compute with tags whose ids it may compute with.
std::string constexpr_for(const std::vector<PathId>& ids) {
  for (const PathId& id : ids) {
    if (!id.id->facts.literal || !id.id->facts.trivially_copyable) return "";
  }
  return "constexpr ";
}

std::string class_name(const CacheModel& model, std::size_t node) {
  std::string name;
  for (const std::size_t step : path_to(model, node)) {
    name += tag_class_part(model.tags[step].kind == TagNode::Kind::wild, model.tags[step].name);
  }
  return name;
}

class TagLowering {
 public:
  explicit TagLowering(const CacheModel& model) : model_(model), names_(model.tags.size()) {
    NameScope scope = names_in_use(model);
    for (std::size_t node = 1; node < model.tags.size(); ++node) {
      if (model.tags[node].kind == TagNode::Kind::all_of) continue;
      names_[node] = scope.unique(class_name(model, node), "Tag");
    }
    take_root_names();
  }

  LoweredTags lower() {
    lower_below(0);
    return {std::move(classes_), call(0), members(0), intersections()};
  }

 private:
  /// Members of the tags class that the name of an id may meet: all classes are in its scope.
  void take_root_names() {
    std::set<std::string_view> ids;
    for (const Id& id : model_.ids) ids.insert(id.name);
    for (const std::size_t child : model_.tags[0].children) {
      const std::string& name = model_.tags[child].name;
      bool is_near = false;
      for (std::size_t size = 1; size <= name.size() && !is_near; ++size) {
        is_near = ids.contains(std::string_view(name).substr(0, size));
      }
      if (is_near && model_.tags[child].kind == TagNode::Kind::fixed) root_names_.insert(name);
    }
  }

  /// The members of the class for `node`, and those of the class around it: parameters must not hide them.
  NameScope member_names(std::size_t node) const {
    NameScope scope(&root_names_);
    for (const std::size_t child : model_.tags[node].children) {
      if (node != 0 && model_.tags[child].kind == TagNode::Kind::fixed) scope.take(model_.tags[child].name);
    }
    return scope;
  }

  /// Names for the ids above `node`, which must differ from each other too.
  std::vector<PathId> ids_on_path(std::size_t node) const {
    NameScope scope = member_names(node);
    take_types_above(node, scope);
    std::vector<PathId> ids;
    for (const std::size_t step : path_to(model_, node)) {
      if (model_.tags[step].kind != TagNode::Kind::wild) continue;
      const Id& id = model_.ids[model_.tags[step].id];
      ids.push_back({{passed_type(id.type, id.facts), scope.unique(id.name, "_id")}, &id});
    }
    return ids;
  }

  /// A parameter must not hide the type of one behind it.
  void take_types_above(std::size_t node, NameScope& scope) const {
    const Id* first = nullptr;
    for (const std::size_t step : path_to(model_, node)) {
      if (model_.tags[step].kind != TagNode::Kind::wild) continue;
      const Id& id = model_.ids[model_.tags[step].id];
      if (first == nullptr) {
        first = &id;
      } else {
        for (const std::string& name : names_looked_up(id.type)) scope.take(name);
      }
    }
  }

  void lower_below(std::size_t node) {
    for (const std::size_t child : model_.tags[node].children) {
      lower_below(child);
      classes_.push_back(lower_class(child));
    }
  }

  CppTagClass lower_class(std::size_t node) const {
    CppTagClass result;
    result.name = names_[node];
    result.pattern = tag_pattern(model_, node);
    result.doc = comment_lines(doc_of(node));
    result.constructor = constructor(node);
    result.segments = segments(node);
    result.path_in_source = holds_structures(node);
    result.call = call(node);
    result.children = members(node);
    for (const PathId& id : ids_on_path(node))
      result.values.push_back("const " + id.id->type + ' ' + id.member() + ';');
    return result;
  }

  /// What the schema says about a tag, and what it is called in the store, in logs and in metrics.
  std::string doc_of(std::size_t node) const {
    const TagNode& tag = model_.tags[node];
    if (tag.text.empty()) return tag.doc;
    return "Stored as " + stored_pattern(model_, node) + "." + (tag.doc.empty() ? "" : "\n\n" + tag.doc);
  }

  std::string constructor(std::size_t node) const {
    const std::vector<PathId> ids = ids_on_path(node);
    if (ids.empty()) return "constexpr " + names_[node] + "() = default;";
    const std::vector<CppParameter> parameters = parameters_of(ids);
    std::vector<std::string> initialisers;
    for (const std::size_t child : model_.tags[node].children) {
      if (model_.tags[child].kind == TagNode::Kind::fixed) {
        initialisers.push_back(model_.tags[child].name + '(' + names(parameters) + ')');
      }
    }
    for (const PathId& id : ids) initialisers.push_back(id.member() + '(' + id.parameter.name + ')');
    return constexpr_for(ids) + "explicit " + names_[node] + '(' + declarations(parameters) +
           ") : " + joined(initialisers) + " {}";
  }

  std::string segments(std::size_t node) const {
    const std::vector<PathId> ids = ids_on_path(node);
    std::vector<std::string> texts;
    std::size_t id = 0;
    for (const std::size_t step : path_to(model_, node)) {
      if (model_.tags[step].kind == TagNode::Kind::wild) {
        texts.push_back("::tagcache::id(" + joined(parts(ids[id].member(), ids[id].id->facts)) + ')');
        ++id;
      } else {
        texts.push_back(cpp_text(model_.tags[step].stored()));
      }
    }
    return joined(texts);
  }

  /// Headers do not say how a struct in a pair becomes text: two caches that know it may be included together.
  bool holds_structures(std::size_t node) const {
    const std::vector<PathId> ids = ids_on_path(node);
    return std::any_of(ids.begin(), ids.end(), [](const PathId& id) { return has_key_structures(id.id->facts); });
  }

  /// operator() for the wild segment below `node`; empty when there is none.
  std::string call(std::size_t node) const {
    for (const std::size_t child : model_.tags[node].children) {
      if (model_.tags[child].kind != TagNode::Kind::wild) continue;
      const PathId added = id_below(node, child);
      std::vector<std::string> arguments;
      for (const PathId& id : ids_on_path(node)) arguments.push_back(id.member());
      arguments.push_back(added.parameter.name);
      return "[[nodiscard]] " + constexpr_for(ids_on_path(child)) + names_[child] + " operator()(" +
             added.parameter.declaration() + ") const { return " + names_[child] + '(' + joined(arguments) + "); }";
    }
    return "";
  }

  PathId id_below(std::size_t node, std::size_t child) const {
    const Id& id = model_.ids[model_.tags[child].id];
    NameScope scope = member_names(node);
    return {{passed_type(id.type, id.facts), scope.unique(id.name, "_id")}, &id};
  }

  std::vector<CppIntersection> intersections() const {
    std::vector<CppIntersection> declared;
    for (std::size_t node = 0; node < model_.tags.size(); ++node) {
      if (model_.tags[node].kind != TagNode::Kind::all_of) continue;
      std::vector<std::string> classes;
      for (const std::size_t member : model_.tags[node].members) classes.push_back(names_[member]);
      declared.push_back({tag_pattern(model_, node), "::tagcache::Intersection<" + joined(classes) + '>'});
    }
    return declared;
  }

  std::vector<std::string> members(std::size_t node) const {
    const std::string initialiser = ids_on_path(node).empty() ? "{};" : ";";
    std::vector<std::string> texts;
    for (const std::size_t child : model_.tags[node].children) {
      if (model_.tags[child].kind == TagNode::Kind::fixed) {
        texts.push_back("const " + names_[child] + ' ' + model_.tags[child].name + initialiser);
      }
    }
    return texts;
  }

  const CacheModel& model_;
  std::vector<std::string> names_;  ///< class name by node
  std::vector<CppTagClass> classes_;
  std::set<std::string> root_names_;
};

}  // namespace

LoweredTags lower_tags(const CacheModel& model) { return TagLowering(model).lower(); }

}  // namespace tagcache::generator
