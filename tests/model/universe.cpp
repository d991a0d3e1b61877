#include "universe.hpp"

#include <vector>

namespace model {

using namespace std::chrono_literals;
using tagcache::OnInvalidate;
using tagcache::wild;

const std::vector<OptionSet>& option_sets() {
  static const std::vector<OptionSet> sets{
      {"", {}},
      {"grace 10", {.grace = 10ms}},
      {"ttl 6, grace 10", {.ttl = 6ms, .grace = 10ms}},
      {"ttl 5, grace 12, refresh_pause 3", {.ttl = 5ms, .grace = 12ms, .refresh_pause = 3ms}},
      {"ttl 4, grace 12, refresh_pause off", {.ttl = 4ms, .grace = 12ms, .refresh_pause = 0ms}},
      {"grace off", {.grace = 0ms}},
      {"ttl 0", {.ttl = 0ms}},
      {"ttl 0, grace 8", {.ttl = 0ms, .grace = 8ms}},
      {"grace 10, negative_ttl 3", {.grace = 10ms, .negative_ttl = 3ms}},
      {"grace 10, negative_ttl off", {.grace = 10ms, .negative_ttl = 0ms}},
      {"ttl 4, error_ttl 6", {.ttl = 4ms, .error_ttl = 6ms}},
      {"ttl 4, grace 12, error_ttl 5", {.ttl = 4ms, .grace = 12ms, .error_ttl = 5ms}},
      {"grace 8, idle_ttl 5", {.grace = 8ms, .idle_ttl = 5ms}},
      {"ttl 8, grace 6, refresh_ahead 4", {.ttl = 8ms, .grace = 6ms, .refresh_ahead = 4ms}},
      {"ttl 6, grace 12, serve_stale", {.ttl = 6ms, .grace = 12ms, .on_invalidate = OnInvalidate::serve_stale}},
      {"grace 12, error_ttl 4, refresh_ahead 6, serve_stale",
       {.grace = 12ms, .error_ttl = 4ms, .refresh_ahead = 6ms, .on_invalidate = OnInvalidate::serve_stale}},
      {"grace 8, jitter 0.5", {.grace = 8ms, .jitter = 0.5}},
      {"ttl 9, grace 6, refresh_ahead probabilistic",
       {.ttl = 9ms, .grace = 6ms, .refresh_ahead = tagcache::RefreshAhead::probabilistic}},
      {"verify 1", {.verify = 1}},
      {"ttl 3, grace 16, idle_ttl 5", {.ttl = 3ms, .grace = 16ms, .idle_ttl = 5ms}},
      {"ttl 4, grace 12, soft_timeout 2", {.ttl = 4ms, .grace = 12ms, .soft_timeout = 2ms}},
      {"ttl 4, hard_timeout 3", {.ttl = 4ms, .hard_timeout = 3ms}},
      {"ttl 4, grace 8, soft_timeout 4, hard_timeout 2, error_ttl 5, serve_stale",
       {.ttl = 4ms,
        .grace = 8ms,
        .error_ttl = 5ms,
        .soft_timeout = 4ms,
        .hard_timeout = 2ms,
        .on_invalidate = OnInvalidate::serve_stale}},
      {"ttl 9, memory_ttl 4", {.ttl = 9ms, .memory_ttl = 4ms}},
      {"ttl 9, grace 6, memory_ttl 3", {.ttl = 9ms, .grace = 6ms, .memory_ttl = 3ms}},
      {"memory_ttl 0", {.memory_ttl = 0ms}},
      {"ttl 6, grace 8, memory_ttl 0", {.ttl = 6ms, .grace = 8ms, .memory_ttl = 0ms}},
      {"ttl 12, grace 6, memory_ttl 6, jitter 0.5, refresh_ahead 3, verify 0.5",
       {.ttl = 12ms, .grace = 6ms, .memory_ttl = 6ms, .jitter = 0.5, .refresh_ahead = 3ms, .verify = 0.5}},
      {"ttl 6, grace 12, error_ttl 4, verify 0.5", {.ttl = 6ms, .grace = 12ms, .error_ttl = 4ms, .verify = 0.5}},
  };
  return sets;
}

const std::vector<Saying>& sayings() {
  static const std::vector<Saying> all{
      {"", {}},
      {"ttl 3", {.ttl = 3ms}},
      {"ttl 7, grace 5", {.ttl = 7ms, .grace = 5ms}},
      {"grace off", {.grace = 0ms}},
      {"ttl off", {.ttl = 0ms}},
      {"uncached", {.uncached = true}},
  };
  return all;
}

const tagcache::QueryOptions& options_of(std::size_t option_set, bool single_flight) {
  static const std::vector<OptionSet> alone = [] {
    std::vector<OptionSet> sets = option_sets();
    for (OptionSet& set : sets) set.options.single_flight = false;
    return sets;
  }();
  return (single_flight ? option_sets() : alone)[option_set].options;
}

const tagcache::Tag& tag(std::size_t number) {
  using tagcache::Tag;
  static const std::array<Tag, tag_count> tags{
      Tag("a"),  Tag("a", wild("1")), Tag("a", wild("1"), "x"), Tag("a", wild("2")), Tag("b"), Tag("b", wild("1")),
      Tag("ab"), Tag("a", "1")};
  return tags[number];
}

tagcache::TagSet tags_of(TagMask mask) {
  tagcache::TagSet tags;
  for (std::size_t number = 0; number < tag_count; ++number) {
    if ((mask >> number & 1U) != 0) tags.push_back(tag(number));
  }
  return tags;
}

const tagcache::TagSet& tags_of_key(std::size_t key) {
  static const std::array<tagcache::TagSet, key_count> sets = [] {
    std::array<tagcache::TagSet, key_count> made;
    for (std::size_t number = 0; number < key_count; ++number) made[number] = tags_of(key_facts[number].tags);
    return made;
  }();
  return sets[key];
}

}  // namespace model
