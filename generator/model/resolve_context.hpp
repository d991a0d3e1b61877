#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "document/schema_document.hpp"
#include "inspect/type_catalog.hpp"
#include "model/cache_model.hpp"
#include "model/option_values.hpp"
#include "model/reserved_names.hpp"
#include "model/tag_tree.hpp"
#include "support/diagnostics.hpp"

/// What the parts of `resolve` share. As errors empty the model in the end, its lists keep one entry for each written
/// one, faulty and doubled ones included, so that the indices of document and model are the same.
namespace tagcache::generator {

/// Arguments of a query or mutation, with the id that each was declared with.
struct ArgumentList {
  std::vector<Argument> arguments;
  std::vector<std::optional<std::size_t>> ids;  ///< index into CacheModel::ids
  std::vector<std::string> written;             ///< `user` or `page: int`
  bool complete = true;                         ///< false: some are missing here, and their errors were reported

  [[nodiscard]] std::optional<std::size_t> find(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> names() const;

  /// `args: [user, page: int]` with one argument more; for cures.
  [[nodiscard]] std::string with(const std::string& argument) const;
};

struct ResolveContext {
  const SchemaDocument& document;
  const TypeCatalog& catalog;
  Diagnostics& diagnostics;
  CacheModel& model;
  TagTree tree{};
  NamedDurations durations{};
  std::map<std::string, std::size_t> ids{};                      ///< by name; of doubled ones the first
  std::map<std::string, std::size_t> queries{};                  ///< by name; of doubled ones the first
  std::vector<ArgumentList> query_arguments{};                   ///< for each query
  std::map<std::set<std::size_t>, std::size_t> intersections{};  ///< by the nodes of their tags
  bool all_intersections = true;                                 ///< false: some could not be bound, which was reported

  /// Facts about a type; without a canonical name when inspect has none (and has reported why).
  [[nodiscard]] TypeFacts facts_of(const std::string& type) const;

  /// Reports `name` unless it may be used so.
  void check_name(const Text& name, NameUse use) const;
  /// One that a header defines, with all that it includes, would replace the name in emitted code.
  void check_macro(const Text& name, NameUse use) const;
  /// The same for names that are made of those of the schema.
  void check_derived_macros() const;

  /// Reports a type of a value that ISO C++ does not have, which strict compilers warn of wherever it is written.
  void check_spelling(const Text& type) const;

  /// The names of all ids, in the order of the schema.
  [[nodiscard]] std::vector<std::string> id_names() const;
};

/// Remembers where names were first declared, and reports those that come again.
class NameRegister {
 public:
  explicit NameRegister(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  /// `what` says what the name is: `the id`. True when it is new.
  bool declare(const Text& name, const std::string& what,
               const std::string& cure = "another name, or only one of the two");

 private:
  Diagnostics& diagnostics_;
  std::map<std::string, SourceRange> places_;
};

void resolve_ids(ResolveContext& context);
void resolve_tag_tree(ResolveContext& context);
void resolve_queries(ResolveContext& context);
void resolve_mutations(ResolveContext& context);

/// Binds the declared intersections, and gives them to the queries that carry their tags. After the queries.
void resolve_intersections(ResolveContext& context);

/// Whether a query can give values back and a cache keep them.
[[nodiscard]] bool may_be_returned(const TypeFacts& facts);

/// Types of which no function can give back a value, or no cache keep one.
void check_results(const ResolveContext& context);

/// What cannot be known when no header was read. After the queries.
void check_declared_values(const ResolveContext& context);

/// Which values must be written as bytes, the codecs that this takes, and what stands in the way. After the queries.
void resolve_values(ResolveContext& context);

/// Whether values of the query may be kept outside of the process.
[[nodiscard]] bool leaves_memory(const Query& query, const CacheModel& model);

/// A type to write instead of one that cannot be part of a key: the one that its facts propose, else `other`.
[[nodiscard]] std::string key_type_for(const TypeFacts& facts, const std::string& other);

/// Reads the durations that the schema names. Before all options.
void resolve_durations(ResolveContext& context);

/// Reads the values of options; what is wrong is reported and left out.
[[nodiscard]] Options resolve_options(const WrittenOptions& written, const ResolveContext& context);

/// The options that were given a duration by its name, each with that name.
[[nodiscard]] std::map<std::string, std::string> names_of_durations(const WrittenOptions& written,
                                                                    const ResolveContext& context);

/// `owner` names the query or mutation in messages: `the query get_user`.
[[nodiscard]] ArgumentList resolve_arguments(const std::vector<WrittenArgument>& written, const ResolveContext& context,
                                             const std::string& owner);

/// Binds a tag of a query or mutation. Nothing when an error was reported or a part of it is unknown for a reason that
/// was reported elsewhere.
[[nodiscard]] std::optional<FilledTag> resolve_filled_tag(const WrittenTag& written, const ArgumentList& arguments,
                                                          const ResolveContext& context, const std::string& owner);

/// The same for a declared intersection: `users(user) & posts(post)`.
[[nodiscard]] std::optional<FilledTag> resolve_filled_intersection(const WrittenTag& written,
                                                                   const ArgumentList& arguments,
                                                                   const ResolveContext& context,
                                                                   const std::string& owner);

/// The same for a tag that may look into the value of a query, which is of the type `value`.
[[nodiscard]] std::optional<ResultTag> resolve_result_tag(const WrittenTag& written, const ArgumentList& arguments,
                                                          const ResolveContext& context, const std::string& owner,
                                                          const Text& value);

/// Binds the calls below `recache`; those with errors are reported and left out.
[[nodiscard]] std::vector<Recache> resolve_recaches(const WrittenMutation& written, const ArgumentList& arguments,
                                                    const ResolveContext& context, const std::string& owner);

/// All tags of a list; tags that come twice are reported. `complete` becomes false when one is left out.
[[nodiscard]] std::vector<FilledTag> resolve_filled_tags(const std::vector<WrittenTag>& written,
                                                         const ArgumentList& arguments, const ResolveContext& context,
                                                         const std::string& owner, bool& complete);

/// The same for the tags that a query takes from its result.
[[nodiscard]] std::vector<ResultTag> resolve_result_tags(const WrittenQuery& query, const ArgumentList& arguments,
                                                         const ResolveContext& context, const std::string& owner,
                                                         bool& complete);

}  // namespace tagcache::generator
