#pragma once

#include <string>
#include <vector>

#include "model/cache_model.hpp"

/// What a change of a schema means for those who run and call the cache.
namespace tagcache::generator {

/// What follows from a change.
enum class Effect {
  cold,       ///< entries that were kept before are not found any more, or not believed
  calls,      ///< code that calls the cache stops compiling, or means something else
  source,     ///< the user's source has a function to write, to change or to delete
  behaviour,  ///< the same calls and entries, treated otherwise
};

struct Change {
  Effect effect = Effect::cold;
  std::string subject;  ///< `get_user`, `tags.users(user)`, `all queries`
  std::string what;     ///< `the key`, `ttl`
  std::string before;   ///< empty: it was not there
  std::string after;    ///< empty: it is gone
};

/// All changes from `before` to `after`, ordered by effect, then in the order of the schemas. Entries turn cold when
/// the identities of their query differ, see QueryIdentity. Both models must know as much of types: read_schema.
[[nodiscard]] std::vector<Change> compare(const CacheModel& before, const CacheModel& after);

/// Whether something that worked does not any more: an entry that turns cold, or a call or source function of before
/// that stops compiling. New functions are not: they are what a new query is for.
[[nodiscard]] bool breaks_something(const std::vector<Change>& changes);

/// What is to be printed.
struct Changes {
  std::vector<Change> found;
  bool of_values = false;  ///< what is in values and keys was compared too: both models have the shapes of theirs
};

/// For people and for programs; docs/commands.md has the fields of the second form, which are stable.
[[nodiscard]] std::string changes_as_text(const Changes& changes, bool colours);
[[nodiscard]] std::string changes_as_json(const Changes& changes);

}  // namespace tagcache::generator
