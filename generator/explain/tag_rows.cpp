#include "explain/tag_rows.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "model/tag_text.hpp"

namespace tagcache::generator {
namespace {

/// Which lines and which of their users a topic is about.
class Concern {
 public:
  Concern(const CacheModel& model, const ReachMap& reach, const Topic& topic)
      : model_(model), reach_(reach), topic_(topic) {
    if (topic.kind == Topic::Kind::query) carried_ = reach.carried_by(topic.index);
    if (topic.kind == Topic::Kind::mutation) invalidated_ = reach.invalidated_by(topic.index);
  }

  /// What an invalidation of the tag, or by the mutation, reaches; for a query what its entries depend on.
  [[nodiscard]] bool row(std::size_t node) const {
    switch (topic_.kind) {
      case Topic::Kind::schema:
        return true;
      case Topic::Kind::tag:
        return covers(model_, reach_, topic_.index, node);
      case Topic::Kind::query:
        return std::any_of(carried_.begin(), carried_.end(),
                           [&](const CarriedTag& tag) { return reach_.is_at_or_below(tag.node, node); });
      case Topic::Kind::mutation:
        break;
    }
    return std::any_of(invalidated_.begin(), invalidated_.end(),
                       [&](const InvalidatedTag& tag) { return covers(model_, reach_, tag.node, node); });
  }

  [[nodiscard]] bool query(std::size_t query, std::size_t node) const {
    return row(node) && (topic_.kind != Topic::Kind::query || topic_.index == query);
  }

  /// Mutations above a tag take its entries as well.
  [[nodiscard]] bool mutation(std::size_t mutation, std::size_t node) const {
    if (topic_.kind == Topic::Kind::mutation) return topic_.index == mutation;
    return row(node) || (topic_.kind == Topic::Kind::tag && reach_.is_at_or_below(topic_.index, node));
  }

 private:
  const CacheModel& model_;
  const ReachMap& reach_;
  const Topic& topic_;
  std::span<const CarriedTag> carried_;          ///< by the query that the topic is
  std::span<const InvalidatedTag> invalidated_;  ///< by the mutation that it is
};

class RowMaker {
 public:
  RowMaker(const CacheModel& model, const ReachMap& reach, const Topic& topic)
      : model_(model), reach_(reach), concern_(model, reach, topic) {}

  std::vector<TagRow> rows() {
    add_children(0, {});
    for (std::size_t node = 0; node < model_.tags.size(); ++node) {
      if (model_.tags[node].kind == TagNode::Kind::all_of) rows_.push_back(row_of(node, {false}));
    }
    return std::move(rows_);
  }

 private:
  void add_children(std::size_t node, const std::vector<bool>& more) {
    const std::vector<std::size_t>& children = model_.tags[node].children;
    for (const std::size_t child : children) {
      std::vector<bool> levels = more;
      levels.push_back(child != children.back());
      rows_.push_back(row_of(child, levels));
      add_children(child, levels);
    }
  }

  [[nodiscard]] TagRow row_of(std::size_t node, const std::vector<bool>& more) const {
    const TagNode& tag = model_.tags[node];
    const bool is_wild = tag.kind == TagNode::Kind::wild;
    TagRow row;
    row.node = node;
    row.label = is_wild ? '(' + tag.name + ')' : (tag.parent == 0 ? "" : ".") + tag.name;
    if (tag.kind == TagNode::Kind::all_of) row.label = tag_pattern(model_, node);
    if (is_wild) row.type = model_.ids[tag.id].type;
    if (!tag.text.empty()) row.type = '"' + tag.text + '"';
    row.more = more;
    row.concerned = concern_.row(node);
    add_queries(row);
    add_mutations(row);
    return row;
  }

  /// A query may carry one tag twice, with different arguments; both stand side by side.
  void add_queries(TagRow& row) const {
    const std::span<const CarriedNode> below = reach_.carried_nodes_below(row.node);
    if (below.empty() || below.front().node != row.node) return;
    std::optional<std::size_t> last;
    for (const std::size_t index : below.front().carried) {
      const std::size_t query = reach_.carried()[index].query;
      if (last == query) continue;
      const Query& shown = model_.queries[query];
      row.queries.push_back({call_text(shown.name, shown.arguments), concern_.query(query, row.node)});
      last = query;
    }
  }

  void add_mutations(TagRow& row) const {
    std::optional<std::size_t> last;
    for (const std::size_t index : reach_.invalidated_at(row.node)) {
      const std::size_t mutation = reach_.invalidated()[index].mutation;
      if (last == mutation) continue;
      const Mutation& shown = model_.mutations[mutation];
      row.mutations.push_back({call_text(shown.name, shown.arguments), concern_.mutation(mutation, row.node)});
      last = mutation;
    }
  }

  const CacheModel& model_;
  const ReachMap& reach_;
  Concern concern_;
  std::vector<TagRow> rows_;
};

}  // namespace

std::vector<TagRow> tag_rows(const CacheModel& model, const ReachMap& reach, const Topic& topic) {
  return RowMaker(model, reach, topic).rows();
}

}  // namespace tagcache::generator
