#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "explain/explain.hpp"
#include "model/tag_text.hpp"
#include "reach/reach.hpp"
#include "support/json_tree.hpp"

/// One document: the cache, and of its tags, queries and mutations those that the topic names, each with all that it
/// reaches and all that reaches it. Of a whole schema that would be each pair of them: there each tag has what carries
/// and what invalidates exactly it, and says which tags are below it, so that the document grows as the schema does.
namespace tagcache::generator {
namespace {

class JsonExplainer {
 public:
  JsonExplainer(const CacheModel& model, const Topic& topic) : model_(model), topic_(topic), reach_(model) {}

  [[nodiscard]] Json document() const {
    return Json::object()
        .add("cache", Json::text(model_.name))
        .add("schema", Json::text(model_.schema_name))
        .add("tags", list(Topic::Kind::tag, 1, model_.tags.size(), [this](std::size_t node) { return tag(node); }))
        .add("queries",
             list(Topic::Kind::query, 0, model_.queries.size(), [this](std::size_t index) { return query(index); }))
        .add("mutations", list(Topic::Kind::mutation, 0, model_.mutations.size(),
                               [this](std::size_t index) { return mutation(index); }));
  }

 private:
  template <class Describe>
  [[nodiscard]] Json list(Topic::Kind kind, std::size_t begin, std::size_t end, Describe describe) const {
    std::vector<Json> items;
    for (std::size_t index = begin; index < end; ++index) {
      const bool is_asked_for = topic_.kind == Topic::Kind::schema || (topic_.kind == kind && topic_.index == index);
      if (is_asked_for) items.push_back(describe(index));
    }
    return Json::array(std::move(items));
  }

  [[nodiscard]] bool is_whole() const { return topic_.kind == Topic::Kind::schema; }

  [[nodiscard]] Json tag(std::size_t node) const {
    const TagNode& written = model_.tags[node];
    std::vector<Json> invalidations;
    for (const std::size_t index : is_whole() ? invalidated_here(node) : invalidated_with(node)) {
      const InvalidatedTag& tag = reach_.invalidated()[index];
      invalidations.push_back(invalidation(tag, tag.node == node ? "at" : "above"));
    }
    return Json::object()
        .add("tag", Json::text(tag_pattern(model_, node)))
        .add("stored", Json::text(stored_pattern(model_, node)))
        .add("type", Json::text(written.kind == TagNode::Kind::wild ? model_.ids[written.id].type : ""))
        .add("below", patterns(written.children))
        .add("members", patterns(written.members))
        .add("reaches", is_whole() ? reached_at(node) : reaches(node))
        .add("invalidated_by", Json::array(std::move(invalidations)));
  }

  [[nodiscard]] Json patterns(const std::vector<std::size_t>& nodes) const {
    std::vector<Json> texts;
    for (const std::size_t node : nodes) texts.push_back(Json::text(tag_pattern(model_, node)));
    return Json::array(std::move(texts));
  }

  [[nodiscard]] Json query(std::size_t index) const {
    const Query& query = model_.queries[index];
    std::vector<Json> tags;
    for (const CarriedTag& tag : reach_.carried_by(index)) tags.push_back(Json::text(text_of(model_, tag)));
    Json described = Json::object()
                         .add("query", Json::text(query.name))
                         .add("arguments", arguments(query.arguments))
                         .add("returns", Json::text(query.returns))
                         .add("tags", Json::array(std::move(tags)));
    return is_whole() ? described : std::move(described).add("invalidated_by", invalidations_with_place(index));
  }

  [[nodiscard]] Json invalidations_with_place(std::size_t index) const {
    std::vector<Json> invalidations;
    for (const auto& [invalidated, carried] : invalidations_of(index)) {
      const InvalidatedTag& tag = reach_.invalidated()[invalidated];
      const CarriedTag& through = reach_.carried_by(index)[carried];
      const bool is_at = through.node == tag.node && !through.is_below;
      invalidations.push_back(invalidation(tag, is_at ? "at" : "above"));
    }
    return Json::array(std::move(invalidations));
  }

  [[nodiscard]] Json mutation(std::size_t index) const {
    const Mutation& mutation = model_.mutations[index];
    std::vector<Json> invalidates;
    for (const InvalidatedTag& tag : reach_.invalidated_by(index)) {
      Json described = Json::object()
                           .add("tag", Json::text(text_of(model_, tag)))
                           .add("pattern", Json::text(tag_pattern(model_, tag.node)));
      invalidates.push_back(is_whole() ? described : std::move(described).add("reaches", reaches(tag.node)));
    }
    std::vector<Json> warmed;
    for (const Recache& recache : mutation.recache) {
      warmed.push_back(Json::text(call_text(model_, mutation, recache)));
    }
    return Json::object()
        .add("mutation", Json::text(mutation.name))
        .add("arguments", arguments(mutation.arguments))
        .add("returns", Json::text(mutation.returns))
        .add("invalidates", Json::array(std::move(invalidates)))
        .add("recache", Json::array(std::move(warmed)));
  }

  /// Indices of tags that are invalidated at `node` or at a prefix of it, in the order of the schema.
  [[nodiscard]] std::vector<std::size_t> invalidated_at_or_above(std::size_t node) const {
    std::vector<std::size_t> all;
    for (; node != 0; node = model_.tags[node].parent) {
      const std::span<const std::size_t> here = reach_.invalidated_at(node);
      all.insert(all.end(), here.begin(), here.end());
    }
    std::sort(all.begin(), all.end());
    return all;
  }

  /// Those at `node` itself.
  [[nodiscard]] std::vector<std::size_t> invalidated_here(std::size_t node) const {
    const std::span<const std::size_t> here = reach_.invalidated_at(node);
    return {here.begin(), here.end()};
  }

  /// Those at or above it, for what takes all that carries `node`, which may be an intersection.
  [[nodiscard]] std::vector<std::size_t> invalidated_with(std::size_t node) const {
    std::vector<std::size_t> all = invalidated_at_or_above(node);
    for (const std::size_t member : model_.tags[node].members) {
      const std::vector<std::size_t> above = invalidated_at_or_above(member);
      all.insert(all.end(), above.begin(), above.end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  /// What invalidates entries of `query`, each with the tag of the query through which it does, in the order of the
  /// schema.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> invalidations_of(std::size_t query) const {
    std::vector<std::pair<std::size_t, std::size_t>> all;
    const std::span<const CarriedTag> tags = reach_.carried_by(query);
    for (std::size_t carried = 0; carried < tags.size(); ++carried) {
      for (const std::size_t invalidated : invalidated_at_or_above(tags[carried].node)) {
        all.emplace_back(invalidated, carried);
      }
    }
    std::sort(all.begin(), all.end());
    return all;
  }

  [[nodiscard]] Json reaches(std::size_t node) const {
    std::vector<Json> queries;
    for (const ReachedTag& reached : reach_.reached_by(node)) {
      queries.push_back(reached_query(reached.carried, reached.kind == ReachKind::at));
    }
    return Json::array(std::move(queries));
  }

  /// Those whose entries carry the very tag.
  [[nodiscard]] Json reached_at(std::size_t node) const {
    std::vector<Json> queries;
    const std::span<const CarriedNode> carried = reach_.carried_nodes_below(node);
    if (!carried.empty() && carried.front().node == node) {
      for (const std::size_t index : carried.front().carried) {
        queries.push_back(reached_query(index, !reach_.carried()[index].is_below));
      }
    }
    return Json::array(std::move(queries));
  }

  [[nodiscard]] Json reached_query(std::size_t index, bool is_at) const {
    const CarriedTag& carried = reach_.carried()[index];
    return Json::object()
        .add("query", Json::text(model_.queries[carried.query].name))
        .add("tag", Json::text(text_of(model_, carried)))
        .add("where", Json::text(is_at ? "at" : "below"))
        .add("exact", Json::truth(is_at));
  }

  [[nodiscard]] Json invalidation(const InvalidatedTag& tag, std::string_view where) const {
    return Json::object()
        .add("mutation", Json::text(model_.mutations[tag.mutation].name))
        .add("tag", Json::text(text_of(model_, tag)))
        .add("where", Json::text(where));
  }

  [[nodiscard]] static Json arguments(const std::vector<Argument>& all) {
    std::vector<Json> written;
    for (const Argument& argument : all) {
      written.push_back(Json::object().add("name", Json::text(argument.name)).add("type", Json::text(argument.type)));
    }
    return Json::array(std::move(written));
  }

  const CacheModel& model_;
  const Topic& topic_;
  ReachMap reach_;
};

}  // namespace

std::string explain_as_json(const CacheModel& model, const Topic& topic) {
  return JsonExplainer(model, topic).document().printed();
}

}  // namespace tagcache::generator
