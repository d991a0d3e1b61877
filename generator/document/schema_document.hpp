#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "support/source_file.hpp"

/// A schema as it was written: names are not bound, types are text, every part keeps its place.
/// Included schemas are already merged in; the range of each part tells which file it came from.
namespace tagcache::generator {

/// One segment of a tag as written: `users` (static), `(user)` (wild, filled by the named id or argument), or
/// `(result.*.id)` (wild, filled from the value of a query).
struct WrittenSegment {
  enum class Kind { fixed, wild };
  Kind kind = Kind::fixed;
  Text name;                  ///< of a path its first part, `result`
  std::vector<Text> steps{};  ///< of a path the parts behind: `*` and names of members

  /// `result.*.id`; of what is no path the name.
  [[nodiscard]] std::string text() const {
    std::string all = name.value;
    for (const Text& step : steps) all += '.' + step.value;
    return all;
  }
};

/// `users(user).posts` as written; `range` covers the whole text.
struct WrittenTag {
  std::vector<WrittenSegment> segments;
  SourceRange range;
  bool complete = true;              ///< false: the text is malformed behind these segments, which was reported
  bool is_given = false;             ///< by a resource, beside what is written
  std::optional<Text> doc{};         ///< of declared tags: what its author says about it
  std::optional<Text> text{};        ///< of declared tags: what the last segment is in the store
  std::vector<WrittenTag> others{};  ///< of an intersection: the tags behind the first one
};

/// `short: 30s` below `durations`.
struct WrittenDuration {
  Text name;
  Text value;  ///< empty when what was written is no text (and was reported)
};

struct WrittenId {
  Text name;
  Text type;              ///< C++ type, as text; empty when what was written is no text (and was reported)
  bool is_given = false;  ///< by a resource
};

/// `user` (an id by its name) or `page: int` (a name with a type; the type may be the name of an id).
struct WrittenArgument {
  Text name;
  std::optional<Text> type;
  bool is_given = false;  ///< by a resource, to all of its functions
};

/// `unused-tag(config)` below `allow`: a rule of `tagcache check` that is not to speak here.
struct WrittenAllow {
  Text rule;
  std::optional<Text> subject;  ///< an id or a tag; absent: all that the place of the key holds
};

/// `[memory, remote]`; each item is one of the two.
struct WrittenLayers {
  std::vector<Text> items;
  SourceRange range;
};

/// Options that a query may have and `defaults` may set for all. Durations, shares and sizes are still text; what is
/// one of a few words is one of them.
struct WrittenOptions {
  std::optional<Text> ttl;
  std::optional<Text> grace;
  std::optional<Text> negative_ttl;
  std::optional<Text> error_ttl;
  std::optional<Text> refresh_pause;
  std::optional<Text> idle_ttl;
  std::optional<Text> memory_ttl;
  std::optional<Text> jitter;
  std::optional<Text> refresh_ahead;
  std::optional<Text> soft_timeout;
  std::optional<Text> hard_timeout;
  std::optional<Text> on_invalidate;
  std::optional<Text> consistency;
  std::optional<Text> single_flight;
  std::optional<Text> lease;
  std::optional<Text> verify;
  std::optional<Text> weight;
  std::optional<WrittenLayers> layers;
};

/// `get_users(user)` behind `many`.
struct WrittenMany {
  Text method;
  Text argument;
};

struct WrittenQuery {
  Text name;
  bool complete =
      true;  ///< false: a part was malformed, reported, and left out; rules that need all parts do not apply
  bool has_all_arguments = true;  ///< false: some of these were left out
  std::vector<WrittenArgument> arguments;
  std::vector<Text> key_only;
  std::optional<Text> returns;
  std::vector<WrittenTag> tags;
  SourceRange tags_range;  ///< the `tags` key, or the query's name when there is none
  std::vector<WrittenTag> tags_from_result;
  std::optional<WrittenSegment> cache_if;  ///< a path into the result
  bool previous = false;                   ///< the source function is shown what is stored
  std::optional<WrittenMany> many;
  WrittenOptions options;
  std::vector<WrittenAllow> allow;
  std::optional<Text> doc;
};

/// What is passed to a query below `recache`: an argument by its name, or a value as written: `50`, `true`, `"new"`,
/// `Order::newest`, `std::nullopt`. Whether it is one shows beside the type that is wanted.
struct WrittenPassed {
  Text text;
  bool is_value = false;
};

/// `get_user(user)` below `recache`.
struct WrittenRecache {
  Text query;
  std::vector<WrittenPassed> arguments;
  SourceRange range;
  bool has_arguments = true;  ///< false: the name stands alone, which is an error
};

struct WrittenMutation {
  Text name;
  bool complete = true;           ///< as in WrittenQuery
  bool has_all_arguments = true;  ///< as there
  std::vector<WrittenArgument> arguments;
  std::optional<Text> returns;  ///< absent: the mutation returns nothing
  std::vector<WrittenTag> invalidates;
  std::vector<WrittenRecache> recache;
  std::vector<WrittenAllow> allow;
  std::optional<Text> doc;
  bool is_event = false;  ///< nothing is written: the source has no function for it
};

/// An entity by its tag: `users(user)`. Functions of it take the ids of the tag first.
struct WrittenResource {
  Text name;  ///< the text of the tag
  WrittenTag tag;
  bool complete = true;              ///< as in WrittenQuery
  std::set<std::string> left_out{};  ///< names in what was malformed
  std::optional<Text> id_type;
  std::optional<WrittenQuery> read;  ///< the default one; its name is still to be made
  std::vector<WrittenQuery> reads;
  std::vector<WrittenQuery> lists;
  std::vector<WrittenMutation> creates;
  std::vector<WrittenMutation> writes;
  std::vector<WrittenMutation> deletes;
};

struct SchemaDocument {
  const SourceFile* file = nullptr;  ///< the main schema
  Text cache;
  std::optional<Text> name_space;
  std::vector<Text> headers;              ///< C++ headers below `include`, in order, relative to the main schema
  std::vector<std::string> schemas_read;  ///< paths of the main schema and of all included ones, as opened
  WrittenOptions defaults;
  std::vector<WrittenDuration> durations;
  bool is_async = false;  ///< the source is made of coroutines
  std::vector<WrittenId> ids;
  std::vector<WrittenTag> tags;
  std::vector<WrittenTag> intersections;
  std::vector<WrittenQuery> queries;
  std::vector<WrittenMutation> mutations;
  std::vector<WrittenResource> resources;  ///< none behind expand, nor events
  std::vector<WrittenMutation> events;     ///< by the names that the schema gives them
  std::optional<Text> doc;                 ///< of the cache
  std::vector<WrittenAllow> allow;         ///< each is about the file that it stands in
  bool schemas_complete = true;            ///< false: something included could not be read, which was reported
  bool ids_complete = true;                ///< false: ids are missing here; why was reported
  bool tags_complete = true;               ///< false: tags are missing here
  bool durations_complete = true;          ///< false: names of durations are missing here
  bool intersections_complete = true;      ///< false: intersections are missing here
  bool queries_complete = true;            ///< false: queries are missing here
  /// What may have been declared where something is malformed, a resource or all of `ids`, `tags` or `queries`: ids,
  /// queries and the first segments of tags. That something is not there is no news when it is called so.
  std::set<std::string> doubtful;
};

}  // namespace tagcache::generator
