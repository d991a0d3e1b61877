#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "model/fixed_value.hpp"
#include "model/resolve_context.hpp"
#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

/// `get_user(user)`: how a query is written below `recache`, with the names of its own arguments.
std::string call_of(const Query& query, const ArgumentList& arguments) {
  const std::vector<std::string> names = arguments.names();
  return query.name + '(' + (names.empty() ? "" : listed(names)) + ')';
}

class RecacheResolver {
 public:
  RecacheResolver(const WrittenRecache& written, const ArgumentList& arguments, const ResolveContext& context,
                  const std::string& owner)
      : written_(written), arguments_(arguments), context_(context), owner_(owner) {}

  /// Nothing when an error was reported, here or where the names were declared.
  std::optional<Recache> resolve() {
    const auto query = context_.queries.find(written_.query.value);
    if (query == context_.queries.end()) {
      refuse_unknown_query();
      return std::nullopt;
    }
    if (!written_.has_arguments) {
      refuse_name_alone(query->second);
      return std::nullopt;
    }
    Recache recache{query->second, {}};
    const ArgumentList& wanted = context_.query_arguments[recache.query];
    const bool same_count = written_.arguments.size() == wanted.arguments.size();
    for (std::size_t index = 0; index < written_.arguments.size(); ++index) {
      const Argument* const taken = same_count && wanted.complete ? &wanted.arguments[index] : nullptr;
      if (taken != nullptr && wanted.ids[index] && written_.arguments[index].text.value == "\"\"") {
        refuse_empty_id(written_.arguments[index].text, *taken);
      } else if (std::optional<PassedValue> passed = passed_value(written_.arguments[index], taken)) {
        recache.arguments.push_back(std::move(*passed));
      }
    }
    if (!wanted.complete) return std::nullopt;
    if (!same_count) refuse_count(recache.query);
    if (recache.arguments.size() != wanted.arguments.size() || !same_count) return std::nullopt;
    check_types(recache);
    return recache;
  }

 private:
  /// `taken` is what the query takes there; null when that is not known.
  std::optional<PassedValue> passed_value(const WrittenPassed& written, const Argument* taken) {
    if (written.is_value) return taken == nullptr ? std::nullopt : same_each_time(written.text, *taken);
    const std::optional<std::size_t> index = arguments_.find(written.text.value);
    if (index) return PassedValue{index};
    if (arguments_.complete) refuse_unknown_argument(written.text, taken);
    return std::nullopt;
  }

  /// The type of `taken` cannot be in a key, which was reported, or one of its names was.
  [[nodiscard]] static bool is_broken(const Argument& taken) {
    return !taken.facts.not_a_key.empty() || taken.type.empty();
  }

  std::optional<PassedValue> same_each_time(const Text& written, const Argument& taken) {
    if (is_broken(taken)) return std::nullopt;
    FixedValue fixed = fixed_value(written.value, taken);
    if (!fixed.value.empty()) return PassedValue{std::nullopt, std::move(fixed.value)};
    if (const auto name = argument_inside(written.value)) fixed.cure = *name;
    report("recache-type", written.range,
           "'" + written.value + "' is no value for " + taken.name + " of '" + written_.query.value +
               "', which has the type " + taken.type,
           fixed.expected, fixed.cure.empty() ? cure_for_type(taken, taken.name + ": " + taken.type) : fixed.cure);
    return std::nullopt;
  }

  /// The argument in `(user)`, `{user}`, `*user`, `&user`.
  [[nodiscard]] std::optional<std::string> argument_inside(const std::string& written) const {
    constexpr std::string_view around = "(){}[]*& ";
    const std::size_t first = written.find_first_not_of(around);
    if (first == std::string::npos) return std::nullopt;
    const std::string name = written.substr(first, written.find_last_not_of(around) - first + 1);
    return arguments_.find(name) ? std::optional(name) : std::nullopt;
  }

  void refuse_empty_id(const Text& written, const Argument& taken) {
    report("recache-type", written.range,
           "an empty text is no id, and '" + written_.query.value + "' takes " + taken.name + " as one",
           "a text with something in it", '"' + taken.name + '"');
  }

  void report(std::string code, const SourceRange& range, std::string message, std::string expected, std::string cure) {
    context_.diagnostics.report({std::move(code), range, std::move(message), std::move(expected), std::move(cure), {}});
  }

  void refuse_name_alone(std::size_t query) {
    report("recache-syntax", written_.range, "'" + written_.query.value + "' is not a query with its arguments",
           "the name of a query and, in parentheses, arguments of this mutation or values such as 50, \"new\"",
           own_call_of(query));
  }

  /// The call of a query with arguments of this mutation: of the same name, else of the same type, else as the query
  /// names them. In quotes where YAML needs them.
  [[nodiscard]] std::string own_call_of(std::size_t query) const {
    std::vector<std::string> names;
    for (const Argument& taken : context_.query_arguments[query].arguments) {
      const auto same_type =
          std::find_if(arguments_.arguments.begin(), arguments_.arguments.end(), [&](const Argument& given) {
            return !given.facts.canonical.empty() && given.facts.canonical == taken.facts.canonical;
          });
      const bool by_type = !arguments_.find(taken.name) && same_type != arguments_.arguments.end();
      names.push_back(by_type ? same_type->name : taken.name);
    }
    const std::string call = context_.model.queries[query].name + '(' + (names.empty() ? "" : listed(names)) + ')';
    return names.size() > 1 ? '"' + call + '"' : call;
  }

  /// Whether `name` is what a query should be called whose own name cannot be one, which was reported.
  [[nodiscard]] bool is_cure_of_bad_name(const std::string& name) const {
    const std::vector<Query>& queries = context_.model.queries;
    return std::any_of(queries.begin(), queries.end(), [&](const Query& query) {
      const std::optional<NameProblem> problem = problem_with_name(query.name, NameUse::method);
      return problem && problem->cure == name;
    });
  }

  void refuse_unknown_query() {
    const std::string& name = written_.query.value;
    const bool is_doubtful = !context_.document.queries_complete || context_.document.doubtful.contains(name);
    if (is_doubtful || is_cure_of_bad_name(name)) return;
    std::vector<std::string> known;
    for (const Query& query : context_.model.queries) known.push_back(query.name);
    if (const auto single = query_read_by(name)) return refuse_many(*single);
    const std::optional<std::string> meant = nearest(name, known);
    report("unknown-query", written_.query.range, "no query is called '" + name + "'" + did_you_mean(name, known),
           one_of("queries", known),
           meant               ? call_of(context_.model.queries[context_.queries.at(*meant)],
                                         context_.query_arguments[context_.queries.at(*meant)])
           : is_mutation(name) ? "one of the queries; mutations are not kept"
                               : name + ": below queries:");
  }

  /// The query whose `many` gives the method `name`.
  [[nodiscard]] std::optional<std::size_t> query_read_by(const std::string& name) const {
    const std::vector<Query>& queries = context_.model.queries;
    const auto query = std::find_if(queries.begin(), queries.end(),
                                    [&](const Query& each) { return each.many && each.many->method == name; });
    if (query == queries.end()) return std::nullopt;
    return static_cast<std::size_t>(query - queries.begin());
  }

  void refuse_many(std::size_t query) {
    const std::string& single = context_.model.queries[query].name;
    report("unknown-query", written_.query.range,
           "'" + written_.query.value + "' is the method of '" + single + "' that takes several values, and no query",
           "the query itself, whose entries both methods serve", own_call_of(query));
  }

  [[nodiscard]] bool is_mutation(const std::string& name) const {
    const std::vector<WrittenMutation>& mutations = context_.document.mutations;
    return std::any_of(mutations.begin(), mutations.end(),
                       [&](const WrittenMutation& mutation) { return mutation.name.value == name; });
  }

  void refuse_unknown_argument(const Text& name, const Argument* taken) {
    const std::vector<std::string> known = arguments_.names();
    const std::optional<std::string> meant = nearest(name.value, known);
    const FixedValue value = taken == nullptr || is_broken(*taken) ? FixedValue{} : fixed_value(name.value, *taken);
    const std::string or_value = value.cure.empty() ? "" : ", or " + value.expected;
    report("unknown-argument", name.range,
           owner_ + " has no argument '" + name.value + "'" + did_you_mean(name.value, known),
           one_of("arguments", known) + or_value, meant ? *meant : cure_for_unknown(name.value, taken, value));
  }

  /// A value that is written in another way here, else an argument to add.
  [[nodiscard]] std::string cure_for_unknown(const std::string& name, const Argument* taken,
                                             const FixedValue& value) const {
    const bool is_enumerator =
        taken != nullptr && std::find(taken->facts.enumerators.begin(), taken->facts.enumerators.end(), name) !=
                                taken->facts.enumerators.end();
    if (!value.cure.empty() && (is_enumerator || is_word_for_value(name))) return value.cure;
    if (context_.ids.contains(name)) return arguments_.with(name);
    const bool needs_quotes = taken != nullptr && taken->type.find(',') != std::string::npos;
    const std::string type = taken == nullptr || taken->type.empty() ? "int" : taken->type;
    return arguments_.with(name + ": " + (needs_quotes ? '"' + type + '"' : type));
  }

  void refuse_count(std::size_t query) {
    const std::size_t wanted = context_.query_arguments[query].arguments.size();
    const std::string call = call_of(context_.model.queries[query], context_.query_arguments[query]);
    report("recache-arity", written_.range,
           "'" + written_.query.value + "' takes " + std::to_string(wanted) +
               (wanted == 1 ? " argument, " : " arguments, ") + std::to_string(written_.arguments.size()) + " given",
           call, wanted > 1 ? '"' + call + '"' : call);  // inside brackets a comma would end the item
  }

  void check_types(const Recache& recache) {
    const ArgumentList& wanted = context_.query_arguments[recache.query];
    for (std::size_t index = 0; index < recache.arguments.size(); ++index) {
      if (!recache.arguments[index].argument) continue;
      const Argument& given = arguments_.arguments[*recache.arguments[index].argument];
      const Argument& taken = wanted.arguments[index];
      const bool both_known = !given.facts.canonical.empty() && !taken.facts.canonical.empty();
      if (!both_known || given.facts.canonical == taken.facts.canonical) continue;
      report("recache-type", written_.arguments[index].text.range,
             "'" + given.name + "' has the type " + given.type + ", but '" + written_.query.value + "' takes " +
                 taken.name + " of the type " + taken.type,
             "an argument of the type " + taken.type, cure_for_type(taken, wanted.written[index]));
    }
  }

  /// The argument that has the type of `taken`, else one to add.
  [[nodiscard]] std::string cure_for_type(const Argument& taken, const std::string& written) const {
    for (const Argument& argument : arguments_.arguments) {
      if (argument.facts.canonical == taken.facts.canonical) return argument.name;
    }
    return arguments_.with(written);
  }

  const WrittenRecache& written_;
  const ArgumentList& arguments_;
  const ResolveContext& context_;
  const std::string& owner_;
};

}  // namespace

std::vector<Recache> resolve_recaches(const WrittenMutation& written, const ArgumentList& arguments,
                                      const ResolveContext& context, const std::string& owner) {
  std::vector<Recache> recaches;
  std::vector<SourceRange> places;
  for (const WrittenRecache& item : written.recache) {
    std::optional<Recache> recache = RecacheResolver(item, arguments, context, owner).resolve();
    if (!recache) continue;
    const auto first = std::find_if(recaches.begin(), recaches.end(), [&](const Recache& other) {
      return other.query == recache->query && other.arguments == recache->arguments;
    });
    if (first != recaches.end()) {
      const SourceRange& place = places[static_cast<std::size_t>(first - recaches.begin())];
      context.diagnostics.report({"duplicate-item",
                                  item.range,
                                  owner + " warms the same query twice",
                                  "each query once",
                                  "only one of the two",
                                  {{place, "first written here"}}});
      continue;
    }
    recaches.push_back(std::move(*recache));
    places.push_back(item.range);
  }
  return recaches;
}

}  // namespace tagcache::generator
