#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/carried_intersections.hpp"
#include "model/resolve_context.hpp"
#include "support/suggestion.hpp"

/// Binds the declared intersections.
namespace tagcache::generator {
namespace {

/// In a declaration the ids stand for themselves, as arguments of these names would.
ArgumentList ids_as_arguments(const ResolveContext& context) {
  ArgumentList list;
  for (const auto& [name, index] : context.ids) {
    const Id& id = context.model.ids[index];
    list.arguments.push_back({id.name, id.type, id.facts});
    list.ids.emplace_back(index);
    list.written.push_back(id.name);
  }
  list.complete = context.document.ids_complete;
  return list;
}

class IntersectionDeclaration {
 public:
  IntersectionDeclaration(const WrittenTag& written, const ArgumentList& ids, ResolveContext& context)
      : written_(written), ids_(ids), context_(context) {}

  /// False when there was an error.
  bool declare() {
    if (!written_.complete || !bind()) return false;
    for (std::size_t one = 0; one < nodes_.size(); ++one) {
      for (std::size_t other = 0; other < nodes_.size(); ++other) {
        if (one != other && is_above(nodes_[one], nodes_[other])) return refuse_overlap(one, other);
      }
    }
    const std::set<std::size_t> set(nodes_.begin(), nodes_.end());
    const auto [first, is_new] = context_.intersections.emplace(set, 0);
    if (!is_new) return refuse_second(first->second);
    // In the order of the tags: how an intersection is written means nothing, not even to fingerprints.
    first->second = context_.tree.add_intersection({set.begin(), set.end()}, written_.range);
    return true;
  }

 private:
  bool report(std::string code, const SourceRange& range, std::string message, std::string expected, std::string cure,
              std::vector<Note> notes = {}) {
    context_.diagnostics.report(
        {std::move(code), range, std::move(message), std::move(expected), std::move(cure), std::move(notes)});
    return false;
  }

  bool bind() {
    std::vector<const WrittenTag*> all{&written_};
    for (const WrittenTag& other : written_.others) all.push_back(&other);
    for (const WrittenTag* one : all) {
      if (!has_known_ids(*one)) continue;
      const auto bound = resolve_filled_tag(*one, ids_, context_, "the schema");
      if (!bound || !has_own_ids(*one, bound->node)) continue;
      nodes_.push_back(bound->node);
      places_.push_back(one->segments.front().name.range);
    }
    return nodes_.size() == all.size();
  }

  bool has_known_ids(const WrittenTag& tag) {
    bool all_known = true;
    for (const WrittenSegment& segment : tag.segments) {
      if (segment.kind != WrittenSegment::Kind::wild || ids_.find(segment.name.value)) continue;
      all_known = false;
      if (!ids_.complete) continue;
      const std::vector<std::string> known = context_.id_names();
      report("unknown-id", segment.name.range,
             "no id is called '" + segment.name.value + "'" + did_you_mean(segment.name.value, known),
             one_of("ids", known), '(' + nearest(segment.name.value, known).value_or("the id of the tag") + ')');
    }
    return all_known;
  }

  /// An id of the same type would fit, and say something else.
  bool has_own_ids(const WrittenTag& tag, std::size_t node) {
    const std::string pattern = context_.tree.pattern(node);
    for (auto segment = tag.segments.rbegin(); segment != tag.segments.rend(); ++segment) {
      const std::string& name = context_.tree[node].name;
      node = context_.tree[node].parent;
      if (segment->name.value == name) continue;
      return report("wrong-id", segment->name.range,
                    "'" + pattern + "' has the id '" + name + "' here, and not '" + segment->name.value + "'",
                    "the tag as it is declared", pattern);
    }
    return true;
  }

  /// Whether `node` is `above`, or stands below it.
  [[nodiscard]] bool is_above(std::size_t above, std::size_t node) const {
    while (node > above) node = context_.tree[node].parent;
    return node == above;
  }

  bool refuse_overlap(std::size_t above, std::size_t below) {
    const std::string narrow = context_.tree.pattern(nodes_[below]);
    const std::string wide = context_.tree.pattern(nodes_[above]);
    const bool is_same = nodes_[above] == nodes_[below];
    return report("intersection-overlap", places_[above],
                  is_same ? "the intersection has the tag '" + wide + "' twice"
                          : "what carries '" + narrow + "' is reached by '" + wide + "' anyhow",
                  "tags of which none is another one, or above it",
                  is_same ? wide + " and another tag" : "the tags without " + wide);
  }

  bool refuse_second(std::size_t first) {
    return report("duplicate-tag", written_.range,
                  "the intersection '" + context_.tree.pattern(first) + "' is declared twice",
                  "each intersection once, in whatever order", "only one of the two",
                  {{context_.tree.place(first), "first declared here"}});
  }

  const WrittenTag& written_;
  const ArgumentList& ids_;
  ResolveContext& context_;
  std::vector<std::size_t> nodes_;
  std::vector<SourceRange> places_;
};

}  // namespace

void resolve_intersections(ResolveContext& context) {
  const ArgumentList ids = ids_as_arguments(context);
  context.all_intersections = context.document.intersections_complete;
  for (const WrittenTag& written : context.document.intersections) {
    const bool is_declared = IntersectionDeclaration(written, ids, context).declare();
    context.all_intersections = context.all_intersections && is_declared;
  }
  for (Query& query : context.model.queries) add_carried_intersections(query, context.tree);
}

}  // namespace tagcache::generator
