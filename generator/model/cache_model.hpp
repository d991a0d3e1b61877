#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tagcache/options.hpp>
#include <vector>

#include "inspect/type_catalog.hpp"
#include "support/type_words.hpp"

/// A schema with all names bound and all rules checked. No YAML, no Clang, no C++ syntax, no places: a CacheModel is
/// correct, so nothing after it can fail because of the user.
namespace tagcache::generator {

struct Id {
  std::string name;
  std::string type;  ///< C++ type as the schema names it
  TypeFacts facts;
};

/// A segment of the tag tree. The root (index 0) has no name and is no tag.
struct TagNode {
  enum class Kind {
    root,
    fixed,
    wild,
    all_of  ///< no segment but an intersection: what carries all tags of `members`. Behind all segments
  };
  Kind kind = Kind::root;
  std::string name;  ///< text of a fixed segment, name of the id of a wild one
  std::size_t parent = 0;
  std::size_t id = 0;                 ///< index into CacheModel::ids, for wild segments
  std::vector<std::size_t> children;  ///< fixed ones in order of appearance; at most one is wild, and it stands last
  std::string doc{};                  ///< what the schema says about it
  std::vector<std::size_t> members{};
  std::string text{};  ///< of a fixed segment: what it is in the store, when that is not its name

  [[nodiscard]] const std::string& stored() const { return text.empty() ? name : text; }
};

struct Argument {
  std::string name;
  std::string type;  ///< C++ type as the schema names it (for `user` alone: the type of the id)
  TypeFacts facts;
};

/// A tag whose wild segments are filled: `arguments[i]` fills the i-th wild segment from the root, of an intersection
/// those of one member after the other.
struct FilledTag {
  std::size_t node = 0;
  std::vector<std::size_t> arguments;
  bool is_below = false;  ///< of an intersection that a query carries: one of its tags only by a tag below it
};

/// A step of a path into the value of a query.
struct ResultStep {
  enum class Kind {
    member,  ///< a data member
    each,    ///< each element of a container; those of maps have `first` and `second`
    inside   ///< what an optional or a pointer holds, if it holds anything
  };
  Kind kind = Kind::member;
  std::string name{};  ///< of a member
};

/// `result.*.id`, as schemas write it: what is looked into leaves no trace there.
[[nodiscard]] inline std::string path_text(const std::vector<ResultStep>& path) {
  std::string text = "result";
  for (const ResultStep& step : path) {
    if (step.kind == ResultStep::Kind::each) text += ".*";
    if (step.kind == ResultStep::Kind::member) text += '.' + step.name;
  }
  return text;
}

/// What fills a wild segment of a ResultTag: an argument, or the end of a path that begins at the value.
struct ResultFilling {
  std::optional<std::size_t> argument;
  std::vector<ResultStep> path;

  [[nodiscard]] std::string path_text() const { return generator::path_text(path); }
};

/// A tag that is known when the value is; one for each element on the way.
struct ResultTag {
  std::size_t node = 0;
  std::vector<ResultFilling> fillings;  ///< as in FilledTag
  bool is_below = false;
};

/// A part of the value of a query that must be true, or there, for the value to be kept. What is not there on the way
/// makes it false.
struct ResultCondition {
  std::vector<ResultStep> path;
  bool is_presence = false;  ///< an optional or a pointer that must hold something; otherwise a bool
};

/// Options are those of the runtime: absent ones as there, zero for off.
using Options = QueryOptions;
using Milliseconds = Duration;

/// A method that reads a query for several values of one argument.
struct Many {
  std::string method;
  std::size_t argument = 0;
};

struct Query {
  std::string name;
  std::vector<Argument> arguments;
  std::string returns;
  std::vector<FilledTag> tags;  ///< the intersections behind the others, here and below
  std::vector<ResultTag> result_tags{};
  Options options;
  std::map<std::string, std::string> duration_names{};  ///< of options whose duration the schema names: `ttl`, `short`
  std::optional<ResultCondition> cache_if{};
  bool takes_previous = false;  ///< the source function is shown what is stored
  std::optional<Many> many{};
  std::string doc{};
  /// What its values look like as bytes, see value_shape; empty when they never leave memory.
  std::string value_shape{};
};

/// What is passed to a query that is warmed: an argument of the mutation, or the same value each time.
struct PassedValue {
  std::optional<std::size_t> argument;
  /// Otherwise, as schemas write it: `50`, `true`, `"new"`, `std::nullopt`, and enumerators with their type in front.
  std::string value{};

  friend bool operator==(const PassedValue&, const PassedValue&) = default;
};

/// A query to warm after a mutation: `arguments[i]` is passed as its i-th argument.
struct Recache {
  std::size_t query = 0;
  std::vector<PassedValue> arguments;
};

struct Mutation {
  std::string name;
  std::vector<Argument> arguments;
  std::string returns;  ///< `void` when the schema names nothing
  std::vector<FilledTag> invalidates;
  std::vector<Recache> recache;
  bool is_event = false;  ///< the source has no function for it
  std::string doc{};
};

/// A codec that nobody wrote: of a record or an enumeration in the values of queries.
struct ValueCodec {
  enum class Kind { record, enumeration };
  Kind kind = Kind::record;
  std::string type;                ///< canonical
  std::vector<std::string> names;  ///< fields, those of base classes first; or enumerators
  /// For a record that contains itself: its shape. The compiler puts the fingerprints of all others together itself.
  std::string recursive_shape;
  std::vector<std::string> own_codecs;  ///< types in `recursive_shape` whose codecs the user wrote, canonical
  bool names_deprecated = false;        ///< it names what the header marks as [[deprecated]]
};

struct CacheModel {
  std::string schema_name;  ///< file name of the main schema, without folders
  std::string name;
  std::string name_space;                     ///< empty: the global one
  std::vector<std::string> names_in_headers;  ///< of those that classes in the source file might get
  Spellings spellings;                        ///< of names in types that mean something else in emitted code
  std::string doc;                            ///< what the schema says about the cache
  std::vector<std::string> headers;
  Options defaults;
  bool is_async = false;  ///< the source is made of coroutines, and methods have a second form for completion tokens
  std::vector<Id> ids;
  std::vector<TagNode> tags;  ///< index 0 is the root; parents stand before their children
  std::vector<Query> queries;
  std::vector<Mutation> mutations;
  std::vector<ValueCodec> codecs;        ///< each after those of its parts
  std::set<std::string> standard_types;  ///< in encoded values, as named within namespace std: `vector`
};

}  // namespace tagcache::generator
