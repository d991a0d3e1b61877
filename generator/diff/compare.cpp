#include "diff/compare.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "diff/compare_tags.hpp"
#include "diff/signature.hpp"
#include "model/option_words.hpp"
#include "model/query_identity.hpp"

namespace tagcache::generator {
namespace {

/// The queries or mutations of a schema by their names.
template <class Named>
class ByName {
 public:
  explicit ByName(const std::vector<Named>& all) {
    for (const Named& one : all) by_name_.emplace(one.name, &one);
  }

  /// Null when there is none.
  [[nodiscard]] const Named* find(const std::string& name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
  }

 private:
  std::map<std::string_view, const Named*> by_name_;
};

/// All of a query but its name; equal for queries whose entries and functions are the same.
std::string identity_without_name(const CacheModel& model, const Query& query) {
  std::string identity = types_identity(query.arguments) + '\n' + type_identity(query.returns);
  for (const std::string& tag : tag_identities(model, query)) identity += '\n' + tag;
  return identity;
}

/// Whether the types are the same and the names are, but not at the same places: such calls compile, and mean something
/// else.
bool only_swapped(const std::vector<Argument>& before, const std::vector<Argument>& after) {
  if (types_identity(before) != types_identity(after)) return false;
  std::vector<std::string> old_names;
  std::vector<std::string> new_names;
  for (const Argument& argument : before) old_names.push_back(argument.name);
  for (const Argument& argument : after) new_names.push_back(argument.name);
  return old_names != new_names &&
         std::is_permutation(old_names.begin(), old_names.end(), new_names.begin(), new_names.end());
}

class Comparison {
 public:
  Comparison(const CacheModel& before, const CacheModel& after)
      : before_(before),
        after_(after),
        old_queries_(before.queries),
        new_queries_(after.queries),
        old_mutations_(before.mutations),
        new_mutations_(after.mutations) {
    for (const Query& query : after.queries) {
      const bool is_new = old_queries_.find(query.name) == nullptr;
      if (is_new) added_[identity_without_name(after, query)].push_back(&query);
    }
  }

  std::vector<Change> changes() {
    compare_cache();
    for (const Query& query : before_.queries) compare_query(query);
    for (const Mutation& mutation : before_.mutations) compare_mutation(mutation);
    add_new_functions();
    for (const std::string& tag : tags_that_are_gone(before_, after_)) add(Effect::calls, "tags", "tag", tag, "");
    for (const TagRenaming& renaming : tags_renamed(before_, after_)) {
      const Effect effect = renaming.is_text ? Effect::behaviour : Effect::calls;
      add(effect, "tags", renaming.is_text ? "stored as" : "tag", renaming.before, renaming.after);
    }
    for (const TagFilling& filling : tags_filled_otherwise(before_, after_)) {
      add(Effect::calls, "tags", "the id of " + filling.tag, filling.before, filling.after);
    }
    compare_options("defaults", before_.defaults, after_.defaults);
    return by_effect();
  }

 private:
  void add(Effect effect, std::string subject, std::string what, std::string before, std::string after) {
    changes_.push_back({effect, std::move(subject), std::move(what), std::move(before), std::move(after)});
  }

  /// Those of one effect stay in their order.
  std::vector<Change> by_effect() {
    std::vector<Change> sorted;
    for (const Effect effect : {Effect::cold, Effect::calls, Effect::source, Effect::behaviour}) {
      for (Change& change : changes_) {
        if (change.effect == effect) sorted.push_back(std::move(change));
      }
    }
    return sorted;
  }

  /// The name of the class is also what the keys of all entries begin with.
  void compare_cache() {
    if (before_.name != after_.name) {
      add(Effect::cold, "all queries", "the prefix of the keys", before_.name, after_.name);
      add(Effect::calls, "class", "name", before_.name, after_.name);
    }
    if (before_.is_async != after_.is_async) {
      const auto shown = [](const CacheModel& model) { return model.is_async ? "true" : "false"; };
      add(Effect::calls, "class", "async", shown(before_), shown(after_));
      add(Effect::source, "all functions", "async", shown(before_), shown(after_));
    }
    if (before_.name_space != after_.name_space) {
      const auto shown = [](const std::string& name) { return name.empty() ? "the global one" : name; };
      add(Effect::calls, "class", "namespace", shown(before_.name_space), shown(after_.name_space));
    }
  }

  /// The one new query that has all of `gone` but its name; null when there is none, or several.
  [[nodiscard]] const Query* renamed(const Query& gone) const {
    const auto same = added_.find(identity_without_name(before_, gone));
    return same == added_.end() || same->second.size() != 1 ? nullptr : same->second.front();
  }

  void compare_query(const Query& old) {
    const Query* const now = new_queries_.find(old.name);
    if (now == nullptr) {
      const Query* const other = renamed(old);
      const std::string after = other == nullptr ? "" : other->name;
      add(Effect::cold, old.name, "query", old.name, after);
      add(Effect::calls, old.name, "method", old.name, after);
      add(Effect::source, old.name, "function", old.name, after);
      compare_many(old, other == nullptr ? Query{} : *other);
      if (other != nullptr) renamed_to_.insert(other->name);
      return;
    }
    compare_entries(old, *now);
    compare_arguments(old.name, old.arguments, now->arguments, true);
    if (type_identity(old.returns) != type_identity(now->returns)) {
      add(Effect::calls, old.name, "the result", old.returns, now->returns);
      add(Effect::source, old.name, "the result", old.returns, now->returns);
    }
    if (old.takes_previous != now->takes_previous) {
      const auto shown = [](const Query& query) { return query.takes_previous ? "on" : "off"; };
      add(Effect::source, old.name, "previous", shown(old), shown(*now));
    }
    const auto kept_if = [](const Query& query) { return query.cache_if ? path_text(query.cache_if->path) : "always"; };
    if (kept_if(old) != kept_if(*now)) add(Effect::behaviour, old.name, "cache_if", kept_if(old), kept_if(*now));
    compare_many(old, *now);
    compare_options(old.name, old.options, now->options);
  }

  /// Something is added here exactly when the two identities differ.
  void compare_entries(const Query& old, const Query& now) {
    const QueryIdentity before = query_identity(before_, old);
    const QueryIdentity after = query_identity(after_, now);
    if (before.key != after.key) add_key(old, now);
    add_value(old, now);
    if (before.tags == after.tags) return;
    const std::string before_text = tags_text(before_, old);
    const std::string after_text = tags_text(after_, now);
    // That arguments are at other places has been said.
    if (before.key != after.key && before_text == after_text) return;
    add(Effect::cold, old.name, "the tags", before_text, after_text);
  }

  void add_key(const Query& old, const Query& now) {
    const std::string before = parameters_text(old.arguments);
    const std::string after = parameters_text(now.arguments);
    if (type_identity(before) != type_identity(after)) return add(Effect::cold, old.name, "the key", before, after);
    for (std::size_t i = 0; i < old.arguments.size(); ++i) {
      const std::string was = key_shape(old.arguments[i]);
      const std::string is = key_shape(now.arguments[i]);
      if (was != is) add(Effect::cold, old.name, "what is in '" + old.arguments[i].name + '\'', was, is);
    }
  }

  /// A type may get another name without its values noticing.
  void add_value(const Query& old, const Query& now) {
    const bool is_renamed = type_identity(old.returns) != type_identity(now.returns);
    const bool has_shapes = !old.value_shape.empty() && !now.value_shape.empty();
    if (has_shapes ? old.value_shape == now.value_shape : !is_renamed) return;
    if (is_renamed) return add(Effect::cold, old.name, "the value", old.returns, now.returns);
    add(Effect::cold, old.name, "what is in the value", old.value_shape, now.value_shape);
  }

  void compare_many(const Query& old, const Query& now) {
    const auto shown = [](const Query& query) {
      return query.many ? query.many->method + '(' + query.arguments[query.many->argument].name + ')' : std::string();
    };
    const bool both = old.many && now.many;
    if (both ? old.many->method == now.many->method && old.many->argument == now.many->argument
             : old.many.has_value() == now.many.has_value()) {
      return;
    }
    if (old.many) add(Effect::calls, old.name, "many", shown(old), shown(now));
    add(Effect::source, old.name, "many", shown(old), shown(now));
  }

  void compare_arguments(const std::string& name, const std::vector<Argument>& old, const std::vector<Argument>& now,
                         bool has_source) {
    const std::string before = parameters_text(old);
    const std::string after = parameters_text(now);
    if (only_swapped(old, now)) {
      add(Effect::calls, name, "the order of arguments, which still compiles", before, after);
      return;
    }
    if (types_identity(old) == types_identity(now)) return;
    add(Effect::calls, name, "the arguments", before, after);
    if (has_source) add(Effect::source, name, "the arguments", before, after);
  }

  void compare_mutation(const Mutation& old) {
    const Mutation* const now = new_mutations_.find(old.name);
    if (now == nullptr) {
      add(Effect::calls, old.name, "method", old.name, "");
      if (!old.is_event) add(Effect::source, old.name, "function", old.name, "");
      return;
    }
    compare_arguments(old.name, old.arguments, now->arguments, !old.is_event);
    if (type_identity(old.returns) != type_identity(now->returns)) {
      add(Effect::calls, old.name, "the result", old.returns, now->returns);
      add(Effect::source, old.name, "the result", old.returns, now->returns);
    }
    if (tag_identities(before_, old.invalidates) != tag_identities(after_, now->invalidates)) {
      add(Effect::behaviour, old.name, "invalidates", tags_text(before_, old.invalidates, old.arguments),
          tags_text(after_, now->invalidates, now->arguments));
    }
    if (recaches_text(before_, old, true) != recaches_text(after_, *now, true)) {
      add(Effect::behaviour, old.name, "recache", recaches_text(before_, old, false),
          recaches_text(after_, *now, false));
    }
  }

  void add_new_functions() {
    for (const Query& query : after_.queries) {
      if (old_queries_.find(query.name) != nullptr || renamed_to_.contains(query.name)) continue;
      add(Effect::source, query.name, "function", "", parameters_text(query.arguments) + " -> " + query.returns);
      Query single = query;
      single.many.reset();
      compare_many(single, query);
    }
    for (const Mutation& mutation : after_.mutations) {
      if (mutation.is_event || old_mutations_.find(mutation.name) != nullptr) continue;
      add(Effect::source, mutation.name, "function", "",
          parameters_text(mutation.arguments) + " -> " + mutation.returns);
    }
  }

  void compare_options(const std::string& subject, const Options& old, const Options& now) {
    const std::string absent = subject == "defaults" ? "as the runtime" : "as defaults";
    std::map<std::string_view, std::pair<std::string, std::string>> values;
    for (const OptionWords& option : option_words(old)) values[option.name].first = option.words;
    for (const OptionWords& option : option_words(now)) values[option.name].second = option.words;
    for (const auto& [name, value] : values) {
      const auto& [before, after] = value;
      if (before == after) continue;
      add(Effect::behaviour, subject, std::string(name), before.empty() ? absent : before,
          after.empty() ? absent : after);
    }
  }

  const CacheModel& before_;
  const CacheModel& after_;
  const ByName<Query> old_queries_;
  const ByName<Query> new_queries_;
  const ByName<Mutation> old_mutations_;
  const ByName<Mutation> new_mutations_;
  std::map<std::string, std::vector<const Query*>> added_;  ///< by what they are but their names
  std::vector<Change> changes_;
  std::set<std::string> renamed_to_;
};

}  // namespace

std::vector<Change> compare(const CacheModel& before, const CacheModel& after) {
  return Comparison(before, after).changes();
}

bool breaks_something(const std::vector<Change>& changes) {
  return std::any_of(changes.begin(), changes.end(), [](const Change& change) {
    const bool is_new_function = change.effect == Effect::source && change.before.empty();
    return change.effect != Effect::behaviour && !is_new_function;
  });
}

}  // namespace tagcache::generator
