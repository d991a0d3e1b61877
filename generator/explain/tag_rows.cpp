#include "explain/tag_rows.hpp"

#include <algorithm>
#include <utility>

#include "model/tag_text.hpp"

namespace tagcache::generator {
namespace {

/// Which lines and which of their users a topic is about.
class Concern {
 public:
  Concern(const CacheModel& model, const ReachMap& reach, const Topic& topic)
      : model_(model), reach_(reach), topic_(topic) {}

  /// What an invalidation of the tag, or by the mutation, reaches; for a query what its entries depend on.
  [[nodiscard]] bool row(std::size_t node) const {
    switch (topic_.kind) {
      case Topic::Kind::schema:
        return true;
      case Topic::Kind::tag:
        return covers(model_, topic_.index, node);
      case Topic::Kind::query:
        return std::any_of(reach_.carried.begin(), reach_.carried.end(), [&](const CarriedTag& tag) {
          return tag.query == topic_.index && is_at_or_below(model_, tag.node, node);
        });
      case Topic::Kind::mutation:
        break;
    }
    return std::any_of(reach_.invalidated.begin(), reach_.invalidated.end(), [&](const InvalidatedTag& tag) {
      return tag.mutation == topic_.index && covers(model_, tag.node, node);
    });
  }

  [[nodiscard]] bool query(std::size_t query, std::size_t node) const {
    return row(node) && (topic_.kind != Topic::Kind::query || topic_.index == query);
  }

  /// Mutations above a tag take its entries as well.
  [[nodiscard]] bool mutation(std::size_t mutation, std::size_t node) const {
    if (topic_.kind == Topic::Kind::mutation) return topic_.index == mutation;
    return row(node) || (topic_.kind == Topic::Kind::tag && is_at_or_below(model_, topic_.index, node));
  }

 private:
  const CacheModel& model_;
  const ReachMap& reach_;
  const Topic& topic_;
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
    row.more = more;
    row.concerned = concern_.row(node);
    for (const CarriedTag& carried : reach_.carried) {
      if (carried.node != node) continue;
      const Query& query = model_.queries[carried.query];
      add(row.queries, call_text(query.name, query.arguments), concern_.query(carried.query, node));
    }
    for (const InvalidatedTag& invalidated : reach_.invalidated) {
      if (invalidated.node != node) continue;
      const Mutation& mutation = model_.mutations[invalidated.mutation];
      add(row.mutations, call_text(mutation.name, mutation.arguments), concern_.mutation(invalidated.mutation, node));
    }
    return row;
  }

  /// A query may carry one tag twice, with different arguments.
  static void add(std::vector<TagUser>& users, const std::string& call, bool concerned) {
    const auto is_same = [&](const TagUser& user) { return user.call == call; };
    if (std::none_of(users.begin(), users.end(), is_same)) users.push_back({call, concerned});
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
