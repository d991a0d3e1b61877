#include <array>

#include "store_trial.hpp"

/// What becomes of a load while which something else happens.
namespace tagcache::testing {
namespace {

const Tag tag("users", wild("1"), "posts");
const std::array above_tag{Invalidation{tag}, Invalidation{tag, Reach::exact}, Invalidation{Tag("users", wild("1"))},
                           Invalidation{Tag("users")}};

/// Many invalidations of other tags: a store that keeps count of few of them has forgotten those of before.
void invalidate_others(const Trial& trial) {
  for (int i = 0; i < 3'000; ++i) trial.invalidate(Tag("others", wild(std::to_string(i))));
}

void what_is_kept_is_found(Trial& trial) {
  const TrialKey key("k");
  const Begun begun = trial.begin(key, {tag});
  trial.expect(!begun.found.entry, "begin to find nothing in a new store", "found " + described(begun.found));
  trial.expect(trial.is_current(begun), "a load to be current when nothing happened since it began", "it is not");
  trial.expect(trial.keep(begun, "v", {tag}), "keep to be true", "it is false");
  trial.expect_valid(key, "v", "after its load was kept");
  trial.invalidate(tag);
  trial.expect_dead(key, "after its load was kept and its tag invalidated");
}

void begin_finds_like_find(Trial& trial) {
  const TrialKey key("k");
  trial.set(key, "v", {tag});
  const auto compare = [&] {
    const std::string alone = described(trial.find(key));
    const std::string begun = described(trial.begin(key, {tag}).found);
    trial.expect(alone == begun, "begin to find " + alone + ", as find does", "found " + begun);
  };
  compare();
  trial.invalidate(tag, Reach::prefix, Becomes::expired);
  compare();
  trial.invalidate(tag);
  compare();
}

void invalidation_during_a_load_wins(Trial& trial) {
  const TrialKey key("k");
  for (Invalidation invalidation : above_tag) {
    for (const Becomes becomes : {Becomes::invalidated, Becomes::expired}) {
      const Begun begun = trial.begin(key, {tag});
      trial.invalidate(invalidation.tag, invalidation.reach, becomes);
      static_cast<void>(trial.keep(begun, "v", {tag}));
      if (becomes == Becomes::invalidated) {
        trial.expect_dead(key, "when its tag was invalidated while it was loaded");
      } else {
        trial.expect_not_valid(key, "when its tag was expired while it was loaded");
      }
      trial.store().erase(key.view());
    }
  }
}

void result_tags_count_from_the_beginning(Trial& trial) {
  const TrialKey key("k");
  const TrialKey other("other");
  for (const bool known : {true, false}) {
    for (const Invalidation& invalidation : above_tag) {
      if (known) trial.set(other, "v", {tag});
      const Begun begun = trial.begin(key);
      trial.invalidate(invalidation.tag, invalidation.reach);
      trial.expect(!trial.is_current(begun, {tag}), "a load whose value tells a tag that moved not to be current",
                   "it is");
      static_cast<void>(trial.keep(begun, "v", {}, {tag}));
      trial.expect_dead(key, "when a tag that its value told was invalidated while it was loaded");
    }
  }
  const Begun expired = trial.begin(key);
  trial.invalidate(tag, Reach::prefix, Becomes::expired);
  static_cast<void>(trial.keep(expired, "v", {}, {tag}));
  trial.expect_not_valid(key, "when a tag that its value told was expired while it was loaded");
  const Begun begun = trial.begin(key);
  trial.expect(trial.keep(begun, "v", {}, {tag}), "a load whose value tells tags to be kept", "it is not");
  trial.expect_valid(key, "v", "after a load whose value told tags");
  trial.invalidate(tag);
  trial.expect_dead(key, "after a tag that its value told was invalidated");
}

void forgotten_tags_have_moved(Trial& trial) {
  const TrialKey named("named");
  const TrialKey told("told");
  const TrialKey other("other");
  trial.set(other, "v", {tag});
  const Begun by_argument = trial.begin(named, {tag});
  const Begun by_result = trial.begin(told);
  trial.invalidate(tag);
  trial.store().erase(other.view());
  invalidate_others(trial);
  static_cast<void>(trial.keep(by_argument, "v", {tag}));
  static_cast<void>(trial.keep(by_result, "v", {}, {tag}));
  trial.expect_dead(named, "when its tag was invalidated while it was loaded, and many others after");
  trial.expect_dead(told, "when a tag that its value told was invalidated while it was loaded, and many others after");
}

void forgotten_invalidations_hold(Trial& trial) {
  const TrialKey hard("hard");
  const TrialKey soft("soft");
  trial.set(hard, "v", {Tag("hard")});
  trial.set(soft, "v", {Tag("soft")});
  trial.invalidate(Tag("hard"));
  trial.invalidate(Tag("soft"), Reach::prefix, Becomes::expired);
  invalidate_others(trial);
  trial.expect_dead(hard, "when its tag was invalidated, and many others after");
  trial.expect_not_valid(soft, "when its tag was expired, and many others after");
}

void clear_during_a_load_wins(Trial& trial) {
  const TrialKey key("k");
  const Begun begun = trial.begin(key);
  trial.store().clear("app");
  trial.expect(!trial.is_current(begun), "a load of before a clear not to be current", "it is");
  static_cast<void>(trial.keep(begun, "v"));
  trial.expect_nothing(key, "when its prefix was cleared while it was loaded");
}

void writes_during_a_load_win(Trial& trial) {
  const TrialKey key("k");
  const auto keep_refused = [&](const Begun& begun, std::string_view after) {
    trial.expect(!trial.is_current(begun), "a load not to be current after " + std::string(after), "it is");
    trial.expect(!trial.keep(begun, "loaded"), "a load not to be kept after " + std::string(after), "it is");
  };
  const Begun before_set = trial.begin(key);
  trial.set(key, "set");
  keep_refused(before_set, "set of its key");
  trial.expect_valid(key, "set", "when it was set while it was loaded");
  const Begun before_expire = trial.begin(key);
  trial.store().expire(key.view());
  keep_refused(before_expire, "expire of its key");
  trial.expect_expired(key, "when it was expired while it was loaded");
  const Begun before_erase = trial.begin(key);
  trial.store().erase(key.view());
  keep_refused(before_erase, "erase of its key");
  trial.expect_nothing(key, "when it was erased while it was loaded");
  trial.store().expire(key.view());
  trial.expect(trial.keep(trial.begin(key), "later"), "a load that began after all that to be kept", "it is not");
}

void older_loads_never_replace(Trial& trial) {
  const TrialKey key("k");
  const Begun older = trial.begin(key, {tag});
  const Begun newer = trial.begin(key, {tag});
  trial.expect(trial.keep(newer, "newer", {tag}), "the later load to be kept", "it is not");
  trial.expect(!trial.keep(older, "older", {tag}), "a load that began before the one that is stored not to be kept",
               "it is");
  trial.expect_valid(key, "newer", "after an older load ended last");
  const Begun outdated = trial.begin(key, {tag});
  trial.invalidate(tag);
  static_cast<void>(trial.keep(trial.begin(key, {tag}), "fresh", {tag}));
  static_cast<void>(trial.keep(outdated, "outdated", {tag}));
  trial.expect_valid(key, "fresh", "after a load of before the invalidation ended last");
}

void what_may_not_be_kept_replaces(Trial& trial) {
  const TrialKey key("k");
  for (const Layers layers : {Layers::memory, Layers::remote, Layers::all}) {
    trial.set(key, "old");
    const bool kept = trial.keep(trial.begin(key, {}, layers), "new");
    if (kept) {
      trial.expect_valid(key, "new", "after keep was true");
    } else {
      trial.expect_nothing(key, "after a load that was for other layers");
    }
  }
  trial.set(key, "old");
  const Begun begun = trial.begin(key);
  const auto entry = trial_entry("new", {});
  entry->expires_at = entry->grace_until = trial_time;
  trial.expect(!trial.store().keep(*begun.load, entry, trial_time), "an entry whose grace is over not to be kept",
               "it is");
  trial.expect_nothing(key, "after a load whose grace was over at its end");
}

void loads_know_what_moved(Trial& trial) {
  const TrialKey key("k");
  for (const Invalidation& invalidation : above_tag) {
    for (const Becomes becomes : {Becomes::invalidated, Becomes::expired}) {
      const Begun begun = trial.begin(key, {tag});
      trial.invalidate(invalidation.tag, invalidation.reach, becomes);
      trial.expect(!trial.is_current(begun), "a load not to be current after its tag was invalidated or expired",
                   "it is");
      trial.expect(trial.is_current(trial.begin(key, {tag})), "a load that began after that to be current",
                   "it is not");
    }
  }
}

constexpr std::array rules{
    StoreRule{"what a load gave is kept and found", what_is_kept_is_found},
    StoreRule{"begin finds what find does", begin_finds_like_find},
    StoreRule{"an invalidation during a load wins", invalidation_during_a_load_wins},
    StoreRule{"tags that only the value tells count from the beginning of its load",
              result_tags_count_from_the_beginning},
    StoreRule{"what is forgotten of a tag counts as moved", forgotten_tags_have_moved},
    StoreRule{"what was invalidated stays so, whatever is invalidated after", forgotten_invalidations_hold},
    StoreRule{"a clear during a load wins", clear_during_a_load_wins},
    StoreRule{"a set, erase or expire of its key during a load wins", writes_during_a_load_win},
    StoreRule{"a load never replaces the result of a later one", older_loads_never_replace},
    StoreRule{"what may not be kept replaces what is stored", what_may_not_be_kept_replaces},
    StoreRule{"a load is not current when a tag of it moved", loads_know_what_moved},
};

}  // namespace

std::span<const StoreRule> rules_of_loads() { return rules; }

}  // namespace tagcache::testing
