#include "document/expand.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "document/doubtful_names.hpp"

namespace tagcache::generator {
namespace {

template <class Item>
void put_in_front(std::vector<Item>& items, std::vector<Item> front) {
  std::move(items.begin(), items.end(), std::back_inserter(front));
  items = std::move(front);
}

/// Writes one resource out.
class ResourceExpander {
 public:
  ResourceExpander(WrittenResource resource, SchemaDocument& document)
      : resource_(std::move(resource)),
        document_(document),
        tag_(resource_.tag),
        list_tag_(list_tag()),
        lists_are_silent_(any_list_is_silent()) {
    tag_.doc.reset();
    list_tag_.doc.reset();
    tag_.is_given = list_tag_.is_given = resource_.tag.is_given = true;
  }

  void expand() {
    if (!resource_.complete || !resource_.tag.complete) document_.doubtful.merge(names_meant_by(resource_));
    if (!resource_.tag.complete) return;
    declare();
    if (resource_.read) expand_default_read();
    for (WrittenQuery& read : resource_.reads) add(std::move(read), ids(), tag_);
    for (WrittenQuery& list : resource_.lists) add(std::move(list), ids_of_collection(), list_tag_);
    for (WrittenMutation& create : resource_.creates) expand_create(std::move(create));
    for (WrittenMutation& write : resource_.writes) {
      add(std::move(write), ids(), lists_are_silent_ ? both_tags() : std::vector{tag_});
    }
    for (WrittenMutation& end : resource_.deletes) add(std::move(end), ids(), both_tags());
  }

 private:
  [[nodiscard]] const Text& id() const { return resource_.tag.segments.back().name; }

  /// The collection, and `list` below it.
  [[nodiscard]] WrittenTag list_tag() const {
    WrittenTag list = resource_.tag;
    const SourceRange place = resource_.lists.empty() ? list.range : resource_.lists.front().name.range;
    list.segments.pop_back();
    list.segments.push_back({WrittenSegment::Kind::fixed, {"list", place}});
    list.range = place;
    return list;
  }

  [[nodiscard]] std::vector<WrittenArgument> ids() const {
    std::vector<WrittenArgument> arguments = ids_of_collection();
    arguments.push_back({id(), std::nullopt, true});
    return arguments;
  }

  [[nodiscard]] std::vector<WrittenArgument> ids_of_collection() const {
    std::vector<WrittenArgument> arguments;
    for (std::size_t i = 0; i + 1 < resource_.tag.segments.size(); ++i) {
      const WrittenSegment& segment = resource_.tag.segments[i];
      if (segment.kind == WrittenSegment::Kind::wild) arguments.push_back({segment.name, std::nullopt, true});
    }
    return arguments;
  }

  /// The tag of the entity and, when there are lists, theirs.
  [[nodiscard]] std::vector<WrittenTag> both_tags() const {
    std::vector<WrittenTag> tags{tag_};
    if (!resource_.lists.empty()) tags.push_back(list_tag_);
    return tags;
  }

  /// Whether a list does not tell which entities it holds, so that a write to one of them must reach it in another way.
  [[nodiscard]] bool any_list_is_silent() const {
    return std::any_of(resource_.lists.begin(), resource_.lists.end(),
                       [](const WrittenQuery& list) { return list.tags_from_result.empty(); });
  }

  void declare() {
    if (resource_.id_type) document_.ids.push_back({id(), *resource_.id_type, true});
    document_.tags.push_back(resource_.tag);
    if (!resource_.lists.empty()) document_.tags.push_back(list_tag_);
  }

  void expand_default_read() {
    resource_.read->name = {"get_" + id().value, id().range};
    add(std::move(*resource_.read), ids(), tag_);
  }

  /// An entity whose id the caller chooses may be in the cache as "there is none".
  void expand_create(WrittenMutation create) {
    const bool knows_id = std::any_of(create.arguments.begin(), create.arguments.end(),
                                      [&](const WrittenArgument& a) { return a.name.value == id().value && !a.type; });
    std::vector<WrittenTag> tags = both_tags();
    if (!knows_id) tags.erase(tags.begin());
    add(std::move(create), ids_of_collection(), std::move(tags));
  }

  void add(WrittenQuery query, std::vector<WrittenArgument> arguments, const WrittenTag& tag) {
    put_in_front(query.arguments, std::move(arguments));
    put_in_front(query.tags, {tag});
    document_.queries.push_back(std::move(query));
  }

  void add(WrittenMutation mutation, std::vector<WrittenArgument> arguments, std::vector<WrittenTag> tags) {
    put_in_front(mutation.arguments, std::move(arguments));
    put_in_front(mutation.invalidates, std::move(tags));
    document_.mutations.push_back(std::move(mutation));
  }

  WrittenResource resource_;
  SchemaDocument& document_;
  WrittenTag tag_;  ///< as queries and mutations name it
  WrittenTag list_tag_;
  bool lists_are_silent_;
};

}  // namespace

SchemaDocument expand(SchemaDocument document) {
  for (WrittenResource& resource : std::exchange(document.resources, {})) {
    ResourceExpander(std::move(resource), document).expand();
  }
  for (WrittenMutation& event : std::exchange(document.events, {})) {
    event.name.value.insert(0, "on_");
    document.mutations.push_back(std::move(event));
  }
  return document;
}

}  // namespace tagcache::generator
