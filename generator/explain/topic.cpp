#include "explain/topic.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "model/tag_text.hpp"
#include "model/undeclared_intersection.hpp"
#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

/// What expand puts in front of the name of an event.
constexpr std::string_view method_of_event = "on_";

struct Segment {
  bool is_wild = false;
  std::string_view name;
};

/// `users(42).posts` taken apart; nothing when brackets or dots stand wrong.
std::optional<std::vector<Segment>> segments_of(std::string_view words) {
  std::vector<Segment> segments;
  while (!words.empty()) {
    const bool is_wild = words.front() == '(';
    if (!is_wild && !segments.empty()) {
      if (words.front() != '.') return std::nullopt;
      words.remove_prefix(1);
    }
    const std::size_t end = is_wild ? words.find(')') : std::min(words.find_first_of(".()"), words.size());
    if (end == std::string_view::npos || end == 0 || (is_wild && end == 1)) return std::nullopt;
    segments.push_back({is_wild, words.substr(is_wild ? 1 : 0, is_wild ? end - 1 : end)});
    words.remove_prefix(is_wild ? end + 1 : end);
  }
  return segments;
}

std::optional<std::size_t> child_of(const CacheModel& model, std::size_t node, const Segment& segment) {
  for (const std::size_t child : model.tags[node].children) {
    const bool is_wild = model.tags[child].kind == TagNode::Kind::wild;
    if (is_wild == segment.is_wild && (is_wild || model.tags[child].name == segment.name)) return child;
  }
  // Logs and metrics have texts.
  for (const std::size_t child : model.tags[node].children) {
    const TagNode& tag = model.tags[child];
    if (tag.kind == TagNode::Kind::fixed && !segment.is_wild && tag.text == segment.name) return child;
  }
  return std::nullopt;
}

std::optional<std::size_t> find_tag(const CacheModel& model, std::string_view words) {
  const auto segments = segments_of(words);
  if (!segments || segments->empty()) return std::nullopt;
  std::size_t node = 0;
  for (const Segment& segment : *segments) {
    const std::optional<std::size_t> child = child_of(model, node, segment);
    if (!child) return std::nullopt;
    node = *child;
  }
  return node;
}

/// The tags of `users(42) & posts(7)`, without the blanks around them.
std::vector<std::string> members_of(std::string_view words) {
  std::vector<std::string> members;
  for (std::size_t begin = 0; begin <= words.size();) {
    const std::size_t end = std::min(words.find('&', begin), words.size());
    std::string_view part = words.substr(begin, end - begin);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    members.emplace_back(part);
    begin = end + 1;
  }
  return members;
}

/// The tag of the schema that carries all of `members`, whatever their order.
std::optional<std::size_t> find_intersection(const CacheModel& model, const std::set<std::size_t>& members) {
  for (std::size_t node = 0; node < model.tags.size(); ++node) {
    const std::vector<std::size_t>& declared = model.tags[node].members;
    if (!declared.empty() && std::set(declared.begin(), declared.end()) == members) return node;
  }
  return std::nullopt;
}

template <class Named>
std::optional<std::size_t> find_named(const std::vector<Named>& all, std::string_view name) {
  for (std::size_t index = 0; index < all.size(); ++index) {
    if (all[index].name == name) return index;
  }
  return std::nullopt;
}

void refuse(const CacheModel& model, const std::string& words, Diagnostics& diagnostics) {
  std::vector<std::string> tags;
  std::vector<std::string> methods;
  for (std::size_t node = 1; node < model.tags.size(); ++node) tags.push_back(tag_pattern(model, node));
  for (const Query& query : model.queries) {
    methods.push_back(query.name);
    if (query.many) methods.push_back(query.many->method);
  }
  for (const Mutation& mutation : model.mutations) methods.push_back(mutation.name);
  std::vector<std::string> known = tags;
  known.insert(known.end(), methods.begin(), methods.end());
  for (const Mutation& mutation : model.mutations) {
    if (mutation.is_event) known.push_back(mutation.name.substr(method_of_event.size()));
  }
  diagnostics.report({"unknown-topic",
                      SourceRange{},
                      model.name + " has no tag, query, mutation or event '" + words + "'" + did_you_mean(words, known),
                      "one of the tags: " + listed(tags) + "\nor of the methods: " + listed(methods),
                      nearest(words, known).value_or(""),
                      {}});
}

void refuse_undeclared(const CacheModel& model, const std::set<std::size_t>& members, Diagnostics& diagnostics) {
  std::string wanted;
  for (const std::size_t node : members) wanted += (wanted.empty() ? "" : " & ") + tag_pattern(model, node);
  std::vector<std::string> declared;
  for (std::size_t node = 0; node < model.tags.size(); ++node) {
    if (!model.tags[node].members.empty()) declared.push_back(tag_pattern(model, node));
  }
  diagnostics.report(undeclared_intersection(SourceRange{}, wanted, declared));
}

/// `users(42) & posts(7)`. Of tags that the schema does not have, each is an error.
std::optional<Topic> intersection_topic(const CacheModel& model, const std::string& words, Diagnostics& diagnostics) {
  std::set<std::size_t> members;
  bool all_known = true;
  for (const std::string& member : members_of(words)) {
    const auto tag = find_tag(model, member);
    if (tag) {
      members.insert(*tag);
    } else {
      all_known = false;
      refuse(model, member, diagnostics);
    }
  }
  if (!all_known) return std::nullopt;
  if (const auto all = find_intersection(model, members)) return Topic{Topic::Kind::tag, *all};
  refuse_undeclared(model, members, diagnostics);
  return std::nullopt;
}

/// The query that `name` reads: its own method, or the one that takes several values.
std::optional<std::size_t> find_query(const CacheModel& model, std::string_view name) {
  if (const auto query = find_named(model.queries, name)) return query;
  for (std::size_t index = 0; index < model.queries.size(); ++index) {
    const std::optional<Many>& many = model.queries[index].many;
    if (many && many->method == name) return index;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Topic> find_topic(const CacheModel& model, const std::string& words, Diagnostics& diagnostics) {
  if (const auto tag = find_tag(model, words)) return Topic{Topic::Kind::tag, *tag};
  if (words.find('&') != std::string::npos) return intersection_topic(model, words, diagnostics);
  const std::string_view name = std::string_view(words).substr(0, words.find('('));
  if (const auto query = find_query(model, name)) return Topic{Topic::Kind::query, *query};
  if (const auto mutation = find_named(model.mutations, name)) return Topic{Topic::Kind::mutation, *mutation};
  // An event has a method of another name; the schema knows it by its own.
  const auto event = find_named(model.mutations, std::string(method_of_event).append(name));
  if (event && model.mutations[*event].is_event) return Topic{Topic::Kind::mutation, *event};
  refuse(model, words, diagnostics);
  return std::nullopt;
}

}  // namespace tagcache::generator
