#include <algorithm>
#include <utility>

#include "document/schema_key_groups.hpp"

namespace tagcache::generator {
namespace {

constexpr Wanted wanted_duration{"a duration", "30s"};
constexpr Wanted wanted_duration_or_off{"a duration or off", "30s"};
constexpr Wanted wanted_share{"a share in percent or off", "10%"};

std::vector<SchemaKey> lifetime_keys() {
  return {
      {.name = "ttl",
       .kind = ValueKind::duration,
       .value = wanted_duration,
       .description = "How long an entry is fresh, from the end of its load.",
       .absent = "30s"},
      {.name = "grace",
       .kind = ValueKind::duration,
       .value = wanted_duration_or_off,
       .description = "How long after `ttl` an entry may be served while it is refreshed, and may stand in when a load "
                      "fails.",
       .absent = "off",
       .words = {"off"}},
      {.name = "negative_ttl",
       .kind = ValueKind::duration,
       .value = wanted_duration_or_off,
       .description =
           "The `ttl` of results that say \"there is none\": a `std::optional` without value, a null pointer. "
           "`off`: they are not kept.",
       .absent = "as `ttl`",
       .words = {"off"}},
      {.name = "error_ttl",
       .kind = ValueKind::duration,
       .value = wanted_duration_or_off,
       .description = "How long the error of a failed load is given to other readers before the next load is tried.",
       .absent = "off",
       .words = {"off"}},
      {.name = "refresh_pause",
       .kind = ValueKind::duration,
       .value = wanted_duration_or_off,
       .description = "How long after a refresh in the background that failed none is started for the same entry.",
       .absent = "1s",
       .words = {"off"}},
      {.name = "idle_ttl",
       .kind = ValueKind::duration,
       .value = wanted_duration_or_off,
       .description = "An entry in memory that nobody reads for so long goes early.",
       .absent = "off",
       .words = {"off"}},
      {.name = "memory_ttl",
       .kind = ValueKind::duration,
       .value = wanted_duration,
       .description = "How long memory trusts its copy of an entry, from the end of the load, before it asks what is "
                      "behind it: the remote store, or else the source; `0`: never.",
       .absent = "as `ttl`"},
      {.name = "jitter",
       .kind = ValueKind::percent,
       .value = wanted_share,
       .description = "Changes the `ttl` of each entry at random by up to this share of it, so that entries loaded "
                      "together do not expire together.",
       .absent = "off",
       .words = {"off"}},
  };
}

std::vector<SchemaKey> loading_keys() {
  return {
      {.name = "refresh_ahead",
       .kind = ValueKind::duration,
       .value = {"a duration, probabilistic or off", "5s"},
       .description =
           "Refreshes in the background when an entry is read so shortly before it expires; `probabilistic`: "
           "the likelier, the closer.",
       .absent = "off",
       .words = {"probabilistic", "off"}},
      {.name = "soft_timeout",
       .kind = ValueKind::duration,
       .value = wanted_duration_or_off,
       .description = "How long a reader of an entry in grace waits for the refresh before it is served the old value.",
       .absent = "off",
       .words = {"off"}},
      {.name = "hard_timeout",
       .kind = ValueKind::duration,
       .value = wanted_duration_or_off,
       .description = "How long a reader that has nothing to be served waits for a load.",
       .absent = "off",
       .words = {"off"}},
      {.name = "on_invalidate",
       .kind = ValueKind::choice,
       .value = {"reload or serve_stale", "serve_stale"},
       .description = "What a read does with an invalidated entry: `reload`, or `serve_stale` within its grace while "
                      "one refresh runs.",
       .absent = "reload",
       .words = {"reload", "serve_stale"}},
      {.name = "consistency",
       .kind = ValueKind::duration,
       .value = {"local, strict or a duration", "strict"},
       .description =
           "How sure a read is that it misses no invalidation by another node: `local` trusts what was heard, "
           "`strict` asks the remote store, a duration bounds how old the knowledge may be.",
       .absent = "local",
       .words = {"local", "strict"}},
      {.name = "single_flight",
       .kind = ValueKind::toggle,
       .value = {"on or off", "off"},
       .description = "Whether callers that ask for the same at the same time share one load.",
       .absent = "on",
       .words = toggle_words()},
      {.name = "lease",
       .kind = ValueKind::duration,
       .value = wanted_duration_or_off,
       .description = "How long a load of one process keeps those of others waiting that use the same remote store, at "
                      "most: about as long as it may take. Saves work, and is no lock.",
       .absent = "off",
       .words = {"off"}},
  };
}

std::vector<SchemaKey> keeping_keys() {
  return {
      {.name = "verify",
       .kind = ValueKind::percent,
       .value = wanted_share,
       .description = "The share of hits that are loaded again in the background and compared with what was served.",
       .absent = "10% where the store collects the reports, else off",
       .words = {"off"}},
      {.name = "weight",
       .kind = ValueKind::size,
       .value = {"a size", "2KiB"},
       .description = "The bytes that one value takes, for stores that are bounded in bytes.",
       .absent = "the size of its type"},
      {.name = "layers",
       .kind = ValueKind::choice_list,
       .value = {"a list of layers", "[memory, remote]"},
       .description = "The layers of the store that may keep an entry.",
       .absent = "all",
       .words = {"memory", "remote"},
       .item = {"memory or remote", "memory"}},
  };
}

}  // namespace

const std::vector<std::string_view>& words_beside_durations() {
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> all = toggle_words();
    for (const SchemaKey& key : option_keys()) {
      if (key.kind != ValueKind::duration) continue;
      for (const std::string_view word : key.words) {
        if (std::find(all.begin(), all.end(), word) == all.end()) all.push_back(word);
      }
    }
    return all;
  }();
  return words;
}

std::vector<SchemaKey> option_keys() {
  std::vector<SchemaKey> keys = lifetime_keys();
  for (SchemaKey& key : loading_keys()) keys.push_back(std::move(key));
  for (SchemaKey& key : keeping_keys()) keys.push_back(std::move(key));
  return keys;
}

}  // namespace tagcache::generator
