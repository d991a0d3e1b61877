#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "model/resolve_context.hpp"

/// Binds the lists of tags of queries and mutations.
namespace tagcache::generator {
namespace {

/// Finds tags that come twice in one list, by their text.
class TagRegister {
 public:
  TagRegister(Diagnostics& diagnostics, const std::string& owner) : diagnostics_(diagnostics), owner_(owner) {}

  /// False, and an error, when the same was there before.
  bool add(const WrittenTag& tag) {
    std::multiset<std::string> texts{text_of(tag)};
    for (const WrittenTag& other : tag.others) texts.insert(text_of(other));
    const auto [first, is_new] = places_.emplace(std::move(texts), &tag);
    if (is_new) return true;
    diagnostics_.report(
        {"duplicate-item",
         tag.range,
         owner_ + " has the same tag twice",
         "each tag once",
         first->second->is_given ? "the list without this tag, which the resource gives" : "only one of the two",
         {{first->second->range, "first written here"}}});
    return false;
  }

 private:
  static std::string text_of(const WrittenTag& tag) {
    std::string text;
    for (const WrittenSegment& segment : tag.segments) {
      const bool is_wild = segment.kind == WrittenSegment::Kind::wild;
      text += is_wild ? '(' + segment.text() + ')' : '.' + segment.name.value;
    }
    return text;
  }

  Diagnostics& diagnostics_;
  const std::string& owner_;
  std::map<std::multiset<std::string>, const WrittenTag*> places_;
};

void refuse_without_path(const WrittenTag& tag, Diagnostics& diagnostics) {
  const auto looks_into_result = [](const WrittenSegment& segment) {
    return segment.kind == WrittenSegment::Kind::wild && segment.name.value == "result";
  };
  if (std::any_of(tag.segments.begin(), tag.segments.end(), looks_into_result)) return;
  diagnostics.report({"no-result-path",
                      tag.range,
                      "this tag takes nothing from the result",
                      "a path that begins with 'result'",
                      "the tag in the list behind tags:",
                      {}});
}

}  // namespace

std::vector<FilledTag> resolve_filled_tags(const std::vector<WrittenTag>& written, const ArgumentList& arguments,
                                           const ResolveContext& context, const std::string& owner, bool& complete) {
  std::vector<FilledTag> tags;
  TagRegister seen(context.diagnostics, owner);
  for (const WrittenTag& tag : written) {
    std::optional<FilledTag> filled;
    if (tag.complete) {
      filled = tag.others.empty() ? resolve_filled_tag(tag, arguments, context, owner)
                                  : resolve_filled_intersection(tag, arguments, context, owner);
    }
    if (!filled) {
      complete = false;
    } else if (seen.add(tag)) {
      tags.push_back(std::move(*filled));
    }
  }
  return tags;
}

std::vector<ResultTag> resolve_result_tags(const WrittenQuery& query, const ArgumentList& arguments,
                                           const ResolveContext& context, const std::string& owner, bool& complete) {
  std::vector<ResultTag> tags;
  TagRegister seen(context.diagnostics, owner);
  for (const WrittenTag& tag : query.tags_from_result) {
    std::optional<ResultTag> filled;
    if (tag.complete && query.returns) filled = resolve_result_tag(tag, arguments, context, owner, *query.returns);
    if (!filled) {
      complete = false;
    } else if (seen.add(tag)) {
      refuse_without_path(tag, context.diagnostics);
      tags.push_back(std::move(*filled));
    }
  }
  return tags;
}

}  // namespace tagcache::generator
