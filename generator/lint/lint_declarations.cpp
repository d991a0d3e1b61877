#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "document/written_durations.hpp"
#include "lint/lint_context.hpp"
#include "model/tag_text.hpp"

/// Rules on ids and tags that are declared.
namespace tagcache::generator {
namespace {

/// The nodes of the tree, by what is written.
class NodesByName {
 public:
  explicit NodesByName(const CacheModel& model) {
    for (std::size_t node = 1; node < model.tags.size(); ++node) {
      const TagNode& tag = model.tags[node];
      nodes_.emplace(Name{tag.parent, tag.kind == TagNode::Kind::wild, tag.name}, node);
    }
  }

  /// The node of a declared tag. There is one for each segment, or there would be no model.
  [[nodiscard]] std::size_t node_of(const WrittenTag& tag) const {
    std::size_t node = 0;
    for (const WrittenSegment& segment : tag.segments) {
      node = nodes_.at({node, segment.kind == WrittenSegment::Kind::wild, segment.name.value});
    }
    return node;
  }

 private:
  using Name = std::tuple<std::size_t, bool, std::string_view>;
  std::map<Name, std::size_t> nodes_;
};

/// The longest prefix of `node` that a query carries or a mutation invalidates; 0 when there is none.
std::size_t used_prefix(const LintContext& context, std::size_t node) {
  const auto is_used = [&](std::size_t tag) {
    return context.reach().any_carried_at_or_below(tag) || context.reach().any_invalidated_at_or_below(tag);
  };
  while (node != 0 && !is_used(node)) node = context.model().tags[node].parent;
  return node;
}

/// In a schema without queries the tags are there for code that uses them by hand.
void find_unused_tags(LintContext& context) {
  const CacheModel& model = context.model();
  if (model.queries.empty()) return;
  const NodesByName nodes(model);
  for (const WrittenTag& written : context.document().tags) {
    const std::size_t node = nodes.node_of(written);
    const std::size_t used = used_prefix(context, node);
    const std::string text = tag_pattern(model, node);
    if (used == node || context.subject_may(rules::unused_tag, text, written.range)) continue;
    const std::string prefix = tag_pattern(model, used);
    context.report(rules::unused_tag, {written.range,
                                       "no query carries '" + text + "', and no mutation invalidates it",
                                       "tags that queries carry",
                                       used == 0 ? "tags without " + text : "- " + prefix,
                                       {}});
  }
}

std::set<std::string> used_ids(const SchemaDocument& document) {
  std::set<std::string> used;
  const auto use = [&](const std::vector<WrittenArgument>& arguments) {
    for (const WrittenArgument& argument : arguments) {
      used.insert(argument.type ? argument.type->value : argument.name.value);
    }
  };
  for (const WrittenTag& tag : document.tags) {
    for (const WrittenSegment& segment : tag.segments) {
      if (segment.kind == WrittenSegment::Kind::wild) used.insert(segment.name.value);
    }
  }
  for (const WrittenQuery& query : document.queries) use(query.arguments);
  for (const WrittenMutation& mutation : document.mutations) use(mutation.arguments);
  return used;
}

void find_unused_ids(LintContext& context) {
  const std::set<std::string> used = used_ids(context.document());
  for (const WrittenId& id : context.document().ids) {
    const std::string& name = id.name.value;
    if (used.contains(name) || context.subject_may(rules::unused_id, name, id.name.range)) continue;
    context.report(rules::unused_id, {id.name.range,
                                      "the id '" + name + "' is in no tag and in no arguments",
                                      "ids that something has",
                                      "ids without " + name + "; or a tag with (" + name + ") in it",
                                      {}});
  }
}

void find_unused_durations(LintContext& context) {
  const SchemaDocument& document = context.document();
  std::set<std::string_view> used;
  const auto use = [&](const WrittenOptions& options) {
    for (const auto& [option, duration] : written_durations(options)) used.insert(duration->value);
  };
  use(document.defaults);
  for (const WrittenQuery& query : document.queries) use(query.options);
  for (const auto& [name, value] : document.durations) {
    if (used.contains(name.value) || context.subject_may(rules::unused_duration, name.value, name.range)) continue;
    context.report(rules::unused_duration, {name.range,
                                            "no option has the duration '" + name.value + "'",
                                            "durations that options have",
                                            "durations without " + name.value + "; or ttl: " + name.value,
                                            {}});
  }
}

/// `order_line` becomes `OrderLineId`.
std::string type_name_for(const std::string& id) {
  std::string name;
  bool begins_word = true;
  for (const char letter : id) {
    if (letter == '_') {
      begins_word = true;
      continue;
    }
    name += begins_word ? static_cast<char>(std::toupper(static_cast<unsigned char>(letter))) : letter;
    begins_word = false;
  }
  return name + "Id";
}

/// An id is compared with the first one of its type, so that three of a kind are two findings.
void find_same_types(LintContext& context) {
  const CacheModel& model = context.model();
  std::map<std::string, std::size_t> first_of_type;
  for (std::size_t index = 0; index < model.ids.size(); ++index) {
    const Id& id = model.ids[index];
    const auto [first, is_new] = first_of_type.emplace(id.facts.canonical, index);
    const WrittenId& written = context.document().ids[index];
    if (is_new || context.subject_may(rules::same_type_ids, id.name, written.type.range)) continue;
    const Id& other = model.ids[first->second];
    const std::string type = type_name_for(id.name);
    context.report(rules::same_type_ids,
                   {written.type.range,
                    "'" + id.name + "' and '" + other.name + "' are both " + other.type +
                        ": the compiler accepts one where the other belongs",
                    "a type of its own for each id",
                    id.name + ": " + type + ", with struct " + type + " { " + id.type + " value; }; in a header",
                    {{context.document().ids[first->second].type.range, "'" + other.name + "' has the type here"}}});
  }
}

}  // namespace

void lint_declarations(LintContext& context) {
  find_unused_tags(context);
  find_unused_ids(context);
  find_unused_durations(context);
  find_same_types(context);
}

}  // namespace tagcache::generator
