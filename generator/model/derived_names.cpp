#include "model/derived_names.hpp"

#include <set>
#include <utility>

#include "model/emitted_names.hpp"

namespace tagcache::generator {
namespace {

class Derivation {
 public:
  std::vector<DerivedName> names;

  /// The classes of a tag and of all above it; most tags share some with others.
  void add_classes(const WrittenTag& tag) {
    std::string class_name;
    std::string pattern;
    for (const WrittenSegment& segment : tag.segments) {
      const std::string& name = segment.name.value;
      const bool is_wild = segment.kind == WrittenSegment::Kind::wild;
      class_name += tag_class_part(is_wild, name);
      pattern += is_wild ? '(' + name + ')' : (pattern.empty() ? "" : ".") + name;
      if (!patterns_.insert(pattern).second) continue;
      names.push_back({class_name, "the class of the tag '" + pattern + "'", segment.name,
                       is_wild ? NameUse::id : NameUse::segment});
    }
  }

  void add(std::string name, const std::string& what, const Text& origin, NameUse use) {
    names.push_back({std::move(name), what + " '" + origin.value + "'", origin, use});
  }

  void add_asynchronous(const Text& method, NameUse use) {
    add("async_" + method.value, "the asynchronous form of", method, use);
    add(method.value + '_', "what does the work of", method, use);
  }

 private:
  std::set<std::string> patterns_;
};

}  // namespace

std::vector<DerivedName> derived_names(const SchemaDocument& document) {
  Derivation all;
  for (const WrittenId& id : document.ids) all.add(id.name.value + '_', "a member for the id", id.name, NameUse::id);
  for (const WrittenTag& tag : document.tags) all.add_classes(tag);
  for (const WrittenMutation& mutation : document.mutations) {
    if (mutation.is_event) {
      const Text event{mutation.name.value.substr(event_prefix.size()), mutation.name.range};
      all.add(mutation.name.value, "the method of the event", event, NameUse::event);
    }
    if (document.is_async) all.add_asynchronous(mutation.name, NameUse::method);
  }
  if (!document.is_async) return std::move(all.names);
  for (const WrittenQuery& query : document.queries) {
    all.add_asynchronous(query.name, NameUse::method);
    if (query.many) all.add_asynchronous(query.many->method, NameUse::method);
  }
  return std::move(all.names);
}

}  // namespace tagcache::generator
