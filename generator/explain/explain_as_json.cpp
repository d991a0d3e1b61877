#include <algorithm>
#include <string>
#include <vector>

#include "explain/explain.hpp"
#include "model/tag_text.hpp"
#include "reach/reach.hpp"
#include "support/json_writer.hpp"

/// One document: the cache, and of its tags, queries and mutations those that the topic names. The fields of a thing
/// are the same, whatever was asked for.
namespace tagcache::generator {
namespace {

class JsonExplainer {
 public:
  JsonExplainer(const CacheModel& model, const Topic& topic) : model_(model), topic_(topic), reach_(reach_map(model)) {}

  std::string document() {
    json_.begin_map();
    json_.field("cache", model_.name);
    json_.field("schema", model_.schema_name);
    list("tags", Topic::Kind::tag, 1, model_.tags.size(), [this](std::size_t node) { tag(node); });
    list("queries", Topic::Kind::query, 0, model_.queries.size(), [this](std::size_t index) { query(index); });
    list("mutations", Topic::Kind::mutation, 0, model_.mutations.size(),
         [this](std::size_t index) { mutation(index); });
    json_.end_map();
    return json_.text();
  }

 private:
  template <class Write>
  void list(std::string_view name, Topic::Kind kind, std::size_t begin, std::size_t end, Write write) {
    json_.key(name);
    json_.begin_list();
    for (std::size_t index = begin; index < end; ++index) {
      const bool is_asked_for = topic_.kind == Topic::Kind::schema || (topic_.kind == kind && topic_.index == index);
      if (is_asked_for) write(index);
    }
    json_.end_list();
  }

  void tag(std::size_t node) {
    const TagNode& written = model_.tags[node];
    json_.begin_map();
    json_.field("tag", tag_pattern(model_, node));
    json_.field("type", written.kind == TagNode::Kind::wild ? model_.ids[written.id].type : "");
    reaches(node);
    json_.key("invalidated_by");
    json_.begin_list();
    for (const InvalidatedTag& tag : reach_.invalidated) {
      if (is_at_or_below(model_, node, tag.node)) invalidation(tag, tag.node == node ? "at" : "above");
    }
    json_.end_list();
    json_.end_map();
  }

  void query(std::size_t index) {
    const Query& query = model_.queries[index];
    json_.begin_map();
    json_.field("query", query.name);
    arguments(query.arguments);
    json_.field("returns", query.returns);
    std::vector<std::string> tags;
    for (const CarriedTag& tag : reach_.carried) {
      if (tag.query == index) tags.push_back(text_of(model_, tag));
    }
    json_.field("tags", tags);
    json_.key("invalidated_by");
    json_.begin_list();
    for (const InvalidatedTag& tag : reach_.invalidated) {
      for (const ReachedTag& reached : reached_by(model_, reach_, tag.node)) {
        if (reach_.carried[reached.carried].query == index) {
          invalidation(tag, reached.kind == ReachKind::at ? "at" : "above");
        }
      }
    }
    json_.end_list();
    json_.end_map();
  }

  void mutation(std::size_t index) {
    const Mutation& mutation = model_.mutations[index];
    json_.begin_map();
    json_.field("mutation", mutation.name);
    arguments(mutation.arguments);
    json_.field("returns", mutation.returns);
    json_.key("invalidates");
    json_.begin_list();
    for (const InvalidatedTag& tag : reach_.invalidated) {
      if (tag.mutation != index) continue;
      json_.begin_map();
      json_.field("tag", text_of(model_, tag));
      reaches(tag.node);
      json_.end_map();
    }
    json_.end_list();
    std::vector<std::string> warmed;
    for (const Recache& recache : mutation.recache) {
      std::vector<Argument> passed;
      for (const std::size_t argument : recache.arguments) passed.push_back(mutation.arguments[argument]);
      warmed.push_back(call_text(model_.queries[recache.query].name, passed));
    }
    json_.field("recache", warmed);
    json_.end_map();
  }

  void reaches(std::size_t node) {
    json_.key("reaches");
    json_.begin_list();
    for (const ReachedTag& reached : reached_by(model_, reach_, node)) {
      const CarriedTag& carried = reach_.carried[reached.carried];
      json_.begin_map();
      json_.field("query", model_.queries[carried.query].name);
      json_.field("tag", text_of(model_, carried));
      json_.field("where", reached.kind == ReachKind::at ? "at" : "below");
      json_.field("exact", reached.kind == ReachKind::at);
      json_.end_map();
    }
    json_.end_list();
  }

  void invalidation(const InvalidatedTag& tag, std::string_view where) {
    json_.begin_map();
    json_.field("mutation", model_.mutations[tag.mutation].name);
    json_.field("tag", text_of(model_, tag));
    json_.field("where", where);
    json_.end_map();
  }

  void arguments(const std::vector<Argument>& all) {
    json_.key("arguments");
    json_.begin_list();
    for (const Argument& argument : all) {
      json_.begin_map();
      json_.field("name", argument.name);
      json_.field("type", argument.type);
      json_.end_map();
    }
    json_.end_list();
  }

  const CacheModel& model_;
  const Topic& topic_;
  ReachMap reach_;
  JsonWriter json_;
};

}  // namespace

std::string explain_as_json(const CacheModel& model, const Topic& topic) {
  return JsonExplainer(model, topic).document();
}

}  // namespace tagcache::generator
