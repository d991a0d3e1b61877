#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "model/option_rules.hpp"
#include "model/resolve_context.hpp"
#include "model/resolve_result_path.hpp"
#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

/// Binds one query; its members are the steps, in order.
class QueryResolver {
 public:
  QueryResolver(const WrittenQuery& written, ResolveContext& context)
      : written_(written), context_(context), owner_("the query " + written.name.value), complete_(written.complete) {}

  Query resolve() {
    context_.check_name(written_.name, NameUse::method);
    ArgumentList arguments = resolve_arguments(written_.arguments, context_, owner_);
    arguments.complete = written_.has_all_arguments;
    check_types(arguments);
    Query query;
    query.name = written_.name.value;
    if (written_.doc) query.doc = written_.doc->value;
    query.options = resolve_options(written_.options, context_);
    query.duration_names = names_of_durations(written_.options, context_);
    check_options(query.options);
    if (written_.returns) query.returns = written_.returns->value;
    query.tags = resolve_filled_tags(written_.tags, arguments, context_, owner_, complete_);
    query.result_tags = resolve_result_tags(written_, arguments, context_, owner_, complete_);
    query.takes_previous = written_.previous;
    query.many = resolve_many(arguments);
    if (written_.cache_if && written_.returns) {
      query.cache_if = resolve_cache_if(*written_.cache_if, *written_.returns, context_);
    }
    check_result();
    check_result_tags(arguments);
    check_tags(arguments);
    check_key_only(arguments);
    if (complete_) check_all_used(query, arguments);
    query.arguments = arguments.arguments;
    context_.query_arguments.push_back(std::move(arguments));
    return query;
  }

 private:
  void report(std::string code, const SourceRange& range, std::string message, std::string expected, std::string cure,
              std::vector<Note> notes = {}) {
    context_.diagnostics.report(
        {std::move(code), range, std::move(message), std::move(expected), std::move(cure), std::move(notes)});
  }

  /// An argument whose type is an id was checked with the id.
  void check_types(const ArgumentList& list) {
    for (std::size_t index = 0; index < list.arguments.size(); ++index) {
      const Argument& argument = list.arguments[index];
      if (list.ids[index] || argument.facts.not_a_key.empty()) continue;
      report("not-a-key", written_.arguments[index].type->range,
             "'" + argument.type + "' cannot be part of a key: " + argument.facts.not_a_key,
             "an integer, bool, enumeration, std::string, duration or instant, an optional, vector, array, pair or "
             "tuple of "
             "these, or a struct with public members of these",
             argument.name + ": " + key_type_for(argument.facts, "std::string"));
    }
  }

  void check_options(const Options& options) {
    const std::string type = written_.returns ? context_.facts_of(written_.returns->value).canonical : "";
    const OptionSet defaults{context_.document.defaults, context_.model.defaults};
    check_options_of_query({written_.options, options}, defaults, type, context_.diagnostics);
  }

  std::optional<Many> resolve_many(const ArgumentList& arguments) {
    if (!written_.many) return std::nullopt;
    const auto& [method, argument] = *written_.many;
    context_.check_name(method, NameUse::method);
    const std::optional<std::size_t> index = arguments.find(argument.value);
    if (!index) {
      refuse_unknown_of_many(arguments);
      return std::nullopt;
    }
    if (arguments.arguments[*index].facts.kind == TypeKind::boolean) {
      report("many-bools", argument.range, "'" + argument.value + "' is a bool, of which there are no more than two",
             "an argument that has many values", owner_ + " without many, and a call for each of the two");
    }
    return Many{method.value, *index};
  }

  void refuse_unknown_of_many(const ArgumentList& arguments) {
    if (!arguments.complete) return;
    const auto& [method, argument] = *written_.many;
    const std::vector<std::string> known = arguments.names();
    const std::optional<std::string> meant = nearest(argument.value, known);
    const std::string proposed = meant ? *meant : known.empty() ? "" : known.front();
    report("unknown-argument", argument.range,
           owner_ + " has no argument '" + argument.value + "'" + did_you_mean(argument.value, known),
           one_of("arguments", known),
           proposed.empty() ? "args: [" + argument.value + "]" : "many: " + method.value + "(" + proposed + ")");
  }

  void check_result() {
    if (written_.returns) context_.check_spelling(*written_.returns);
    if (!written_.returns || written_.returns->value != "void") return;
    report("no-value", written_.returns->range, owner_ + " returns nothing that could be kept",
           "the C++ type of its value",
           "the type of what is kept; or '" + written_.name.value + ":' below mutations:, if it only writes");
  }

  void check_result_tags(const ArgumentList& arguments) {
    const std::optional<std::size_t> hidden = arguments.find("result");
    if (written_.tags_from_result.empty() || !hidden) return;
    report("reserved-name", written_.arguments[*hidden].name.range,
           "'result' is the value of the query in tags_from_result, and cannot be an argument beside it",
           "an argument with another name", "result_argument");
  }

  void check_tags(const ArgumentList& arguments) {
    if (!written_.tags.empty() || !written_.complete) return;
    const std::string tag = best_tag(arguments);
    const std::string why =
        written_.tags_from_result.empty()
            ? " has no tags, so nothing could ever invalidate it"
            : " has tags from its result only, so nothing could invalidate a result that gives none";
    report("no-tags", written_.tags_range, owner_ + why, "at least one tag",
           tag.empty() ? new_tag(arguments) : "tags: [" + tag + "]");
    complete_ = false;
  }

  /// The tag that uses most arguments of this query, as a proposal. Empty when there is no tag.
  [[nodiscard]] std::string best_tag(const ArgumentList& arguments) const {
    std::size_t best = 0;
    std::size_t best_count = 0;
    for (std::size_t node = 1; node < context_.tree.size(); ++node) {
      const std::optional<std::size_t> count = wild_segments_filled(node, arguments);
      if (count && (best == 0 || *count > best_count)) {
        best = node;
        best_count = *count;
      }
    }
    // A tag that takes none of the ids would leave them unused.
    const bool takes_id =
        std::any_of(arguments.ids.begin(), arguments.ids.end(), [](const auto& id) { return id.has_value(); });
    return best_count == 0 && takes_id ? "" : context_.tree.pattern(best);
  }

  /// For a schema that has no tag for this query: the tag of the first id that the query takes.
  [[nodiscard]] std::string new_tag(const ArgumentList& arguments) const {
    const auto id =
        std::find_if(arguments.ids.begin(), arguments.ids.end(), [](const auto& one) { return one.has_value(); });
    std::string declared = "config";
    std::string filled = "config";
    if (id != arguments.ids.end()) {
      const std::string& name = context_.model.ids[**id].name;
      const std::string front = name + (name.ends_with('s') ? "_all" : "s");
      declared = front + '(' + name + ')';
      filled = front + '(' + arguments.arguments[static_cast<std::size_t>(id - arguments.ids.begin())].name + ')';
    }
    return "tags: [" + filled + "], and '- " + declared + "' below tags:";
  }

  /// How many wild segments `node` has; nothing when one has no argument of the name of its id, or when `node` could
  /// not be written.
  [[nodiscard]] std::optional<std::size_t> wild_segments_filled(std::size_t node, const ArgumentList& arguments) const {
    std::size_t count = 0;
    for (; node != 0; node = context_.tree[node].parent) {
      const TagNode& tag = context_.tree[node];
      const bool is_wild = tag.kind == TagNode::Kind::wild;
      const bool is_named = tag.kind == TagNode::Kind::fixed && !problem_with_name(tag.name, NameUse::segment);
      if (is_wild ? !arguments.find(tag.name) : !is_named) return std::nullopt;
      if (is_wild) ++count;
    }
    return count;
  }

  void check_key_only(const ArgumentList& arguments) {
    std::map<std::string, SourceRange> places;
    for (const Text& name : written_.key_only) {
      const auto [first, is_new] = places.emplace(name.value, name.range);
      if (!is_new) {
        report("duplicate-item", name.range, "key_only names '" + name.value + "' twice", "each name once",
               "only one of the two", {{first->second, "first written here"}});
        continue;
      }
      const std::vector<std::string> known = arguments.names();
      if (arguments.find(name.value)) {
        check_not_in_tag(name);
      } else if (arguments.complete) {
        const std::optional<std::string> meant = nearest(name.value, known);
        report("unknown-argument", name.range,
               owner_ + " has no argument '" + name.value + "'" + did_you_mean(name.value, known),
               one_of("arguments", known), meant ? "key_only: [" + *meant + "]" : "args: [" + name.value + ": int]");
        complete_ = false;
      }
    }
  }

  /// Looks at the tags as written, so that a tag with another mistake counts as well.
  void check_not_in_tag(const Text& name) {
    for (const WrittenTag& tag : written_.tags) {
      for (const WrittenSegment& segment : tag.segments) {
        if (segment.kind != WrittenSegment::Kind::wild || segment.name.value != name.value) continue;
        report("key-only-in-tag", name.range, "'" + name.value + "' is in key_only and in a tag",
               "in key_only only what is in no tag", "key_only without " + name.value,
               {{segment.name.range, "used here"}});
        return;
      }
    }
  }

  [[nodiscard]] bool is_key_only(const std::string& name) const {
    return std::any_of(written_.key_only.begin(), written_.key_only.end(),
                       [&](const Text& t) { return t.value == name; });
  }

  /// A tag of the query, one segment longer, that the id at `index` would fill: most likely it was forgotten there, and
  /// in key_only no invalidation of that tag would reach the entry.
  [[nodiscard]] std::optional<std::string> tag_that_takes(const Query& query, const ArgumentList& list,
                                                          std::size_t index) const {
    if (!list.ids[index]) return std::nullopt;
    for (const FilledTag& tag : query.tags) {
      const std::optional<std::size_t> child = context_.tree.wild_child(tag.node);
      if (!child || context_.tree[*child].id != *list.ids[index]) continue;
      return "tags: [" + context_.tree.pattern(tag.node) + "(" + list.arguments[index].name + ")]";
    }
    return std::nullopt;
  }

  void check_all_used(const Query& query, const ArgumentList& list) {
    std::set<std::size_t> used;
    for (const FilledTag& tag : query.tags) used.insert(tag.arguments.begin(), tag.arguments.end());
    for (const ResultTag& tag : query.result_tags) {
      for (const ResultFilling& filling : tag.fillings) {
        if (filling.argument) used.insert(*filling.argument);
      }
    }
    std::vector<std::size_t> unused;
    std::vector<std::string> key_only;
    for (const Text& name : written_.key_only) key_only.push_back(name.value);
    for (std::size_t index = 0; index < list.arguments.size(); ++index) {
      const std::string& name = list.arguments[index].name;
      const bool is_reported = list.find(name) != index || list.arguments[index].type.empty();
      if (used.contains(index) || is_key_only(name) || is_reported) continue;
      unused.push_back(index);
      key_only.push_back(name);
    }
    for (const std::size_t index : unused) {
      report("unused-argument", written_.arguments[index].name.range,
             "'" + list.arguments[index].name + "' is in no tag of " + owner_, "each argument in a tag or in key_only",
             tag_that_takes(query, list, index).value_or("key_only: [" + listed(key_only) + "]"));
    }
  }

  const WrittenQuery& written_;
  ResolveContext& context_;
  const std::string owner_;
  bool complete_;
};

}  // namespace

void resolve_queries(ResolveContext& context) {
  for (const WrittenQuery& written : context.document.queries) {
    context.queries.emplace(written.name.value, context.model.queries.size());
    context.model.queries.push_back(QueryResolver(written, context).resolve());
  }
  OptionsElsewhere elsewhere;
  for (std::size_t index = 0; index < context.model.queries.size(); ++index) {
    elsewhere.add(context.document.queries[index].options, context.model.queries[index].options);
  }
  check_options_of_defaults({context.document.defaults, context.model.defaults}, elsewhere, context.diagnostics);
}

}  // namespace tagcache::generator
