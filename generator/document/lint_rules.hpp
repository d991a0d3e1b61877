#pragma once

#include <array>
#include <string_view>

/// The one table of the rules of `tagcache check`; docs/lint.md has a section on each. It stands here because a schema
/// may name them below `allow`.
namespace tagcache::generator {

struct LintRule {
  std::string_view name;
  std::string_view summary;
};

namespace rules {

inline constexpr LintRule never_invalidated{"never-invalidated",
                                            "a query that stays fresh for long and that nothing invalidates"};
inline constexpr LintRule missing_ttl{"missing-ttl", "a query without a ttl of its own or from defaults"};
inline constexpr LintRule zero_ttl{"zero-ttl", "a ttl of zero without grace: nothing is kept"};
inline constexpr LintRule bare_milliseconds{"bare-milliseconds", "a duration without a unit: milliseconds"};
inline constexpr LintRule reaches_nothing{"reaches-nothing", "an invalidation that no query can notice"};
inline constexpr LintRule covered_invalidation{"covered-invalidation",
                                               "an invalidation that another one of the same mutation includes"};
inline constexpr LintRule whole_collection{"whole-collection",
                                           "a mutation that invalidates all entries although it knows which one"};
inline constexpr LintRule blast_radius{"blast-radius", "a mutation that empties most of the cache"};
inline constexpr LintRule no_effect{"no-effect", "a mutation that neither invalidates nor warms"};
inline constexpr LintRule idle_recache{"idle-recache", "a query warmed that the mutation does not invalidate"};
inline constexpr LintRule unused_tag{"unused-tag", "a tag that no query carries and no mutation invalidates"};
inline constexpr LintRule unused_intersection{"unused-intersection", "an intersection that no query carries"};
inline constexpr LintRule intersection_of_lists{"intersection-of-lists",
                                                "an intersection that an entry carries for each pair of two lists"};
inline constexpr LintRule unused_id{"unused-id", "an id in no tag and in no arguments"};
inline constexpr LintRule unused_duration{"unused-duration", "a duration with a name that no option has"};
inline constexpr LintRule same_type_ids{"same-type-ids",
                                        "two ids of one C++ type, which the compiler cannot tell apart"};
inline constexpr LintRule unused_allow{"unused-allow", "an allow that suppresses nothing"};

}  // namespace rules

/// All rules, in the order of docs/lint.md.
inline constexpr std::array lint_rules = {
    rules::never_invalidated,     rules::missing_ttl,     rules::zero_ttl,
    rules::bare_milliseconds,     rules::reaches_nothing, rules::covered_invalidation,
    rules::whole_collection,      rules::blast_radius,    rules::no_effect,
    rules::idle_recache,          rules::unused_tag,      rules::unused_intersection,
    rules::intersection_of_lists, rules::unused_id,       rules::unused_duration,
    rules::same_type_ids,         rules::unused_allow};

}  // namespace tagcache::generator
