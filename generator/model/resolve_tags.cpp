#include <algorithm>
#include <map>
#include <utility>

#include "model/resolve_context.hpp"
#include "model/tag_text.hpp"
#include "support/suggestion.hpp"

/// Builds the tree of the declared tags.
namespace tagcache::generator {
namespace {

void refuse_unknown_id(std::size_t parent, const Text& name, const WrittenTag& tag, const ResolveContext& context) {
  if (!context.document.ids_complete || context.document.doubtful.contains(name.value)) return;
  const std::vector<std::string> known = context.id_names();
  const std::optional<std::string> meant = nearest(name.value, known);
  const std::string& front = context.tree[parent].name;
  const bool is_swapped = meant && *meant == front && name.value.starts_with(front);  // user(users)
  const std::string cure = is_swapped ? name.value + '(' + front + ')' : '(' + meant.value_or("") + ')';
  const std::optional<NameProblem> problem = problem_with_name(name.value, NameUse::id);
  const std::string declared = (problem ? problem->cure : name.value) + ": <its C++ type> below ids:";
  context.diagnostics.report({"unknown-id",
                              name.range,
                              "no id is called '" + name.value + "'" + did_you_mean(name.value, known),
                              one_of("ids", known),
                              meant          ? cure
                              : tag.is_given ? "id: with its C++ type in this resource, or " + declared
                                             : declared,
                              {}});
}

/// The wild child of `parent` that `name` asks for. Two ids cannot share a place: what follows would have two meanings.
std::optional<std::size_t> wild_child(std::size_t parent, const Text& name, const WrittenTag& tag,
                                      ResolveContext& context) {
  const auto id = context.ids.find(name.value);
  if (id == context.ids.end()) {
    refuse_unknown_id(parent, name, tag, context);
    return std::nullopt;
  }
  const std::optional<std::size_t> present = context.tree.wild_child(parent);
  if (!present) return context.tree.add(parent, TagNode::Kind::wild, name, id->second);
  if (context.tree[*present].id == id->second) return present;
  const std::string other = context.tree[*present].name;
  const std::string front = parent == 0 ? "at the root" : "below " + context.tree.pattern(parent);
  context.diagnostics.report({"conflicting-ids",
                              name.range,
                              "two ids at one place " + front + ": '" + other + "' and '" + name.value + "'",
                              "one id at each place",
                              context.tree.pattern(*present) + ", or another segment in front of (" + name.value + ")",
                              {{context.tree.place(*present), "'" + other + "' stands here"}}});
  return std::nullopt;
}

std::optional<std::size_t> fixed_child(std::size_t parent, const Text& name, ResolveContext& context) {
  if (const std::optional<std::size_t> present = context.tree.fixed_child(parent, name.value)) return *present;
  context.check_name(name, NameUse::segment);
  return context.tree.add(parent, TagNode::Kind::fixed, name, 0);
}

/// The node of a declared tag; nothing when a part of it could not be added.
std::optional<std::size_t> declare(const WrittenTag& tag, ResolveContext& context) {
  std::size_t node = 0;
  for (const WrittenSegment& segment : tag.segments) {
    const bool is_fixed = segment.kind == WrittenSegment::Kind::fixed;
    const std::optional<std::size_t> child =
        is_fixed ? fixed_child(node, segment.name, context) : wild_child(node, segment.name, tag, context);
    if (!child) {
      context.tree.mark_incomplete(node);
      return std::nullopt;
    }
    node = *child;
  }
  if (tag.complete) return node;
  context.tree.mark_incomplete(node);
  return std::nullopt;
}

void refuse_text(const Text& text, std::string message, std::string expected, std::string cure, std::vector<Note> notes,
                 const ResolveContext& context) {
  context.diagnostics.report(
      {"segment-text", text.range, std::move(message), std::move(expected), std::move(cure), std::move(notes)});
}

bool is_control(char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F; }

/// What the last segment of `tag` is in the store.
void set_text(std::size_t node, const Text& text, ResolveContext& context) {
  const std::string pattern = context.tree.pattern(node);
  if (context.tree[node].kind == TagNode::Kind::wild) {
    const std::string front = context.tree.pattern(context.tree[node].parent);
    return refuse_text(text, "'" + pattern + "' ends with an id, which is stored as it is",
                       "a text for a segment that has a name",
                       front.empty() ? "no text" : front + ": { text: " + text.value + " }", {}, context);
  }
  if (std::any_of(text.value.begin(), text.value.end(), is_control)) {
    return refuse_text(text, "the text of '" + pattern + "' has a letter that cannot be shown",
                       "letters, digits and signs", "text: " + context.tree[node].name, {}, context);
  }
  context.tree.set_text(node, text);
}

/// Two names beside each other that are stored as one text would be one tag. All texts are known.
void check_texts(const ResolveContext& context) {
  const TagTree& tree = context.tree;
  std::map<std::pair<std::size_t, std::string>, std::size_t> stored;
  for (std::size_t node = 1; node < tree.size(); ++node) {
    if (tree[node].kind != TagNode::Kind::fixed) continue;
    const auto [same, is_new] = stored.emplace(std::pair(tree[node].parent, tree[node].stored()), node);
    if (is_new) continue;
    const std::size_t first = same->second;
    const bool says_text = !tree[node].text.empty();
    const std::size_t at = says_text ? node : first;
    const std::size_t other = says_text ? first : node;
    refuse_text({tree[at].stored(), tree.text_place(at)},
                "'" + tree.pattern(at) + "' would be stored as " + shown_text(tree[at].stored()) + ", which '" +
                    tree.pattern(other) + "' is",
                "a text of its own for each tag", "another text",
                {{tree.text_place(other), "'" + tree.pattern(other) + "' is stored so"}}, context);
  }
}

}  // namespace

void resolve_ids(ResolveContext& context) {
  NameRegister names(context.diagnostics);
  for (const WrittenId& written : context.document.ids) {
    const std::size_t index = context.model.ids.size();
    context.model.ids.push_back({written.name.value, written.type.value, context.facts_of(written.type.value)});
    context.check_name(written.name, NameUse::id);
    const std::string cure = written.is_given ? "the resource without its 'id:', or ids: without " + written.name.value
                                              : "one type for " + written.name.value;
    if (names.declare(written.name, "the id", cure)) context.ids.emplace(written.name.value, index);
    const TypeFacts& facts = context.model.ids.back().facts;
    if (facts.not_an_id.empty()) continue;
    context.diagnostics.report(
        {"not-an-id",
         written.type.range,
         "'" + written.type.value + "' cannot be an id: " + facts.not_an_id,
         "an integer, bool, enumeration, std::string, array of integers, or a struct with public members of these",
         written.name.value + ": " + key_type_for(facts, "std::uint64_t"),
         {}});
  }
}

void resolve_tag_tree(ResolveContext& context) {
  if (!context.document.tags_complete) context.tree.mark_incomplete(0);
  std::map<std::size_t, SourceRange> declared;
  for (const WrittenTag& tag : context.document.tags) {
    const std::optional<std::size_t> node = declare(tag, context);
    if (!node) continue;
    if (tag.doc) context.tree.describe(*node, tag.doc->value);
    if (tag.text) set_text(*node, *tag.text, context);
    const auto [first, is_new] = declared.emplace(*node, tag.range);
    if (is_new) continue;
    context.diagnostics.report({"duplicate-tag",
                                tag.range,
                                "the tag '" + context.tree.pattern(*node) + "' is declared twice",
                                "each tag once",
                                tag.is_given
                                    ? "tags: without " + context.tree.pattern(*node) + ", which the resource declares"
                                    : "only one of the two",
                                {{first->second, "first declared here"}}});
  }
  check_texts(context);
}

}  // namespace tagcache::generator
