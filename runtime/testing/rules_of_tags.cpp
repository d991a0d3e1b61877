#include <array>

#include "store_trial.hpp"

/// Which entries an invalidation reaches, and what it makes of them.
namespace tagcache::testing {
namespace {

const Tag users("users");
const Tag user("users", wild("1"));
const Tag posts("users", wild("1"), "posts");

/// Entries that carry `users(1)`, what is above, below and beside it.
struct Family {
  explicit Family(const Trial& trial) {
    trial.set(above, "v", {users});
    trial.set(at, "v", {Tag("else"), user});
    trial.set(below, "v", {posts});
    trial.set(beside, "v", {Tag("users", wild("10"))});
    trial.set(other_kind, "v", {Tag("users", "1")});
    trial.set(untagged, "v");
  }
  TrialKey above{"above"}, at{"at"}, below{"below"}, beside{"beside"}, other_kind{"other kind"}, untagged{"untagged"};

  void expect_rest_valid(const Trial& trial) const {
    for (const TrialKey* key : {&above, &beside, &other_kind, &untagged}) {
      trial.expect_valid(*key, "v", "after users(1) was invalidated or expired");
    }
  }
};

void prefix_reaches_below(Trial& trial) {
  const Family family(trial);
  trial.invalidate(user);
  trial.expect_dead(family.at, "after its tag was invalidated");
  trial.expect_dead(family.below, "after a prefix of its tag was invalidated");
  family.expect_rest_valid(trial);
  trial.invalidate(users);
  trial.expect_dead(family.beside, "after a prefix of its tag was invalidated");
}

void exact_reaches_the_tag(Trial& trial) {
  const Family family(trial);
  trial.invalidate(user, Reach::exact);
  trial.expect_dead(family.at, "after exactly its tag was invalidated");
  trial.expect_valid(family.below, "v", "after exactly a tag above its own was invalidated");
  family.expect_rest_valid(trial);
}

void expiry_expires(Trial& trial) {
  const Family family(trial);
  trial.invalidate(user, Reach::exact, Becomes::expired);
  trial.expect_expired(family.at, "after exactly its tag was expired");
  trial.expect_valid(family.below, "v", "after exactly a tag above its own was expired");
  trial.invalidate(user, Reach::prefix, Becomes::expired);
  trial.expect_expired(family.below, "after a prefix of its tag was expired");
  family.expect_rest_valid(trial);
}

void invalidation_outranks_expiry(Trial& trial) {
  const TrialKey first("first");
  trial.set(first, "v", {user});
  trial.invalidate(user);
  trial.invalidate(user, Reach::prefix, Becomes::expired);
  trial.expect_dead(first, "after its tag was invalidated and then expired");
  const TrialKey second("second");
  trial.set(second, "v", {user});
  trial.invalidate(users, Reach::prefix, Becomes::expired);
  trial.invalidate(user, Reach::exact);
  trial.expect_dead(second, "after a prefix of its tag was expired and the tag then invalidated");
}

void several_in_one_step(Trial& trial) {
  const TrialKey hard("hard");
  const TrialKey soft("soft");
  const TrialKey untouched("untouched");
  trial.set(hard, "v", {Tag("a", "x")});
  trial.set(soft, "v", {Tag("b")});
  trial.set(untouched, "v", {Tag("c", "x")});
  const std::array invalidations{Invalidation{Tag("a")}, Invalidation{Tag("b"), Reach::exact, Becomes::expired},
                                 Invalidation{Tag("c"), Reach::exact}, Invalidation{Tag("nobody")}};
  trial.store().invalidate(invalidations);
  trial.expect_dead(hard, "after its tag was invalidated beside others");
  trial.expect_expired(soft, "after its tag was expired beside others");
  trial.expect_valid(untouched, "v", "after other tags were invalidated");
  trial.store().invalidate({});
}

void later_entries_are_valid(Trial& trial) {
  const TrialKey key("k");
  for (const Becomes becomes : {Becomes::invalidated, Becomes::expired}) {
    for (const Reach reach : {Reach::prefix, Reach::exact}) {
      trial.set(key, "before", {user});
      trial.invalidate(user, reach, becomes);
      trial.expect_not_valid(key, "after its tag was invalidated once more");
      trial.set(key, "after", {user});
      trial.expect_valid(key, "after", "when it was set after its tag was invalidated");
    }
  }
}

void any_text_is_a_segment(Trial& trial) {
  const std::array texts{std::string(),          std::string("/"),        std::string("1/posts"),
                         std::string("a\0b", 3), std::string(5'000, 'x'), std::string("\"users\"")};
  for (const std::string& text : texts) {
    const TrialKey key(text);
    const TrialKey witness("witness of " + text);
    trial.set(key, "v", {Tag("users", wild(text))});
    trial.set(witness, "v", {Tag("users", wild(text + "x"))});
    trial.invalidate(Tag("users", wild(text)));
    trial.expect_dead(key, "after its tag was invalidated");
    trial.expect_valid(witness, "v", "after a tag was invalidated whose text its own begins with");
  }
}

void tags_are_shared_by_prefixes(Trial& trial) {
  const TrialKey one("k", "one");
  const TrialKey other("k", "other");
  trial.set(one, "v", {user});
  trial.set(other, "v", {user});
  trial.invalidate(user);
  trial.expect_dead(one, "after its tag was invalidated");
  trial.expect_dead(other, "after its tag was invalidated");
}

void many_tags(Trial& trial) {
  constexpr int count = 60;
  TagSet tags;
  std::vector<Segment> segments;
  for (int i = 0; i < count; ++i) {
    tags.emplace_back("t", wild(std::to_string(i)));
    segments.push_back({Segment::Kind::fixed, "deep"});
  }
  tags.push_back(Tag::of(segments));
  const TrialKey key("k");
  for (const Tag& tag : {tags.front(), tags[count / 2], tags[count - 1], Tag("deep"), tags.back()}) {
    trial.set(key, "v", tags);
    trial.expect_valid(key, "v", "with many tags");
    trial.invalidate(tag);
    trial.expect_dead(key, "after one of its many tags, or a prefix of one, was invalidated");
  }
}

constexpr std::array rules{
    StoreRule{"an invalidation reaches a tag and all below it, and nothing else", prefix_reaches_below},
    StoreRule{"an exact invalidation reaches exactly the tag", exact_reaches_the_tag},
    StoreRule{"an expiry makes entries expired, not invalidated", expiry_expires},
    StoreRule{"invalidated is worse than expired", invalidation_outranks_expiry},
    StoreRule{"several tags are invalidated and expired in one step", several_in_one_step},
    StoreRule{"what is stored after an invalidation is valid", later_entries_are_valid},
    StoreRule{"any text may be a segment of a tag", any_text_is_a_segment},
    StoreRule{"prefixes share tags", tags_are_shared_by_prefixes},
    StoreRule{"an entry may carry many tags, and deep ones", many_tags},
};

}  // namespace

std::span<const StoreRule> rules_of_tags() { return rules; }

}  // namespace tagcache::testing
