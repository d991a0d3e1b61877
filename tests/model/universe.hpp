#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tagcache/primitives.hpp>
#include <vector>

/// The small world that all steps are about: few keys, tags that lie below each other or only look so, and options that
/// bring each row and column of the table in docs/runtime.md about.
namespace model {

/// Numbered by the load or the `set` that made it; absent: "there is none".
using Value = std::optional<std::uint64_t>;

/// Bit n: the tag n.
using TagMask = std::uint32_t;

struct TagFacts {
  std::string_view text;
  int parent;  ///< -1: none
};
inline constexpr std::array<TagFacts, 8> tag_facts{{
    {"a", -1},
    {"a/(1)", 0},
    {"a/(1)/x", 1},
    {"a/(2)", 0},
    {"b", -1},
    {"b/(1)", 4},
    {"ab", -1},
    {"a/1", 0},  // a name, where a/(1) is an id
}};

/// The keys of two caches on one store: some have the same text, and all share tags.
struct KeyFacts {
  std::string_view text;
  TagMask tags;
  bool single_flight = true;
  std::size_t cache = 0;
};
inline constexpr std::array<KeyFacts, 8> key_facts{{
    {"k0", 1U << 2},
    {"k1", 1U << 1 | 1U << 5},
    {"k2", 1U << 3},
    {"k3", 0},
    {"k4", 1U << 4 | 1U << 7},
    {"k5", 1U << 2 | 1U << 6, false},
    {"k0", 1U << 2 | 1U << 4, true, 1},
    {"k1", 1U << 3, true, 1},
}};

struct CacheFacts {
  std::string_view prefix;
  bool verification_replaces;
};
inline constexpr std::array<CacheFacts, 2> cache_facts{{{"one", false}, {"two", true}}};
inline constexpr std::uint32_t verifications_per_second = 2;

inline constexpr std::size_t tag_count = tag_facts.size();
inline constexpr std::size_t key_count = key_facts.size();
inline constexpr std::size_t cache_count = cache_facts.size();

struct OptionSet {
  std::string_view text;
  tagcache::QueryOptions options;
};

/// What the cache is made with.
[[nodiscard]] inline tagcache::QueryOptions defaults() {
  using namespace std::chrono_literals;
  return {.ttl = 12ms, .grace = 0ms};
}

/// What a call may say.
[[nodiscard]] const std::vector<OptionSet>& option_sets();

/// The same for a key whose callers do not share loads.
[[nodiscard]] const tagcache::QueryOptions& options_of(std::size_t option_set, bool single_flight);

/// What a loader may say of its value.
struct Saying {
  std::string_view text;
  tagcache::LoadSettings settings;
};
[[nodiscard]] const std::vector<Saying>& sayings();

[[nodiscard]] const tagcache::Tag& tag(std::size_t number);
[[nodiscard]] tagcache::TagSet tags_of(TagMask mask);
[[nodiscard]] const tagcache::TagSet& tags_of_key(std::size_t key);

}  // namespace model
