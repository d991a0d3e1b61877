#include <algorithm>
#include <array>

#include "store_trial.hpp"

/// What is stored under a key, and what is not.
namespace tagcache::testing {
namespace {

/// A store that other machines use tells ages by a clock of its own, which runs on while that of a trial stands still:
/// an entry may be older than it was stored, but it lives as long as it was stored to live.
bool has_times_of(const detail::EntryNode& found, const detail::EntryNode& stored) {
  const auto older = stored.created_at - found.created_at;
  return older >= Duration::zero() && older < std::chrono::minutes(1) &&
         stored.expires_at - found.expires_at == older && stored.grace_until - found.grace_until == older;
}

void is_found(Trial& trial) {
  const TrialKey key("k");
  trial.expect_nothing(key, "in a new store");
  trial.set(key, "v", {Tag("users", wild("1")), Tag("all")});
  trial.expect_valid(key, "v", "after it was set");
  const Found found = trial.find(key);
  if (!found.entry) return;
  const auto wanted = trial_entry("v", {Tag("users", wild("1")), Tag("all")});
  trial.expect(found.entry->tags == wanted->tags, "the tags that were stored", "found others");
  trial.expect(has_times_of(*found.entry, *wanted), "the times that were stored", "found others");
}

void keys_are_told_apart(Trial& trial) {
  const std::array<TrialKey, 10> keys{TrialKey(""),
                                      TrialKey("a"),
                                      TrialKey("a:b"),
                                      TrialKey("a\"b"),
                                      TrialKey(std::string("a\0b", 3)),
                                      TrialKey(std::string(5'000, 'a')),
                                      TrialKey(std::string(5'000, 'a') + "b"),
                                      TrialKey("a", "ap"),
                                      TrialKey("a", "app", ""),
                                      TrialKey("a", "app", "queryx")};
  for (std::size_t i = 0; i < keys.size(); ++i) trial.set(keys[i], std::to_string(i));
  for (std::size_t i = 0; i < keys.size(); ++i) trial.expect_valid(keys[i], std::to_string(i), "beside other keys");
}

void number_is_no_text(Trial& trial) {
  const TrialKey text("1");
  trial.set(text, "text");
  const auto parts = key(1);
  const auto no_tags = [] { return TagSet(); };
  const Found found = trial.store().find(request(KeyView("app", "query", detail::hash_name("query"), parts), no_tags));
  trial.expect(!found.entry, "nothing under the number 1 when the text 1 is stored", "found " + described(found));
}

void other_types_are_not_found(Trial& trial) {
  const TrialKey key("k");
  trial.set(key, "v");
  const auto no_tags = [] { return TagSet(); };
  const KeyView view = key.view();
  const Request request{
      view, detail::value_type<int>, no_tags, trial_time, Layers::all, Consistency::local, detail::codec_of<int>()};
  trial.expect(!trial.store().find(request).entry, "nothing for who asks for an int", "find gave a text");
  trial.expect(!trial.store().begin(request).found.entry, "nothing for who asks for an int", "begin gave a text");
}

void set_replaces(Trial& trial) {
  const TrialKey key("k");
  trial.set(key, "old", {Tag("old")});
  trial.set(key, "new", {Tag("new")});
  trial.expect_valid(key, "new", "after a second set");
  trial.invalidate(Tag("old"));
  trial.expect_valid(key, "new", "after the tag of the value before was invalidated");
  trial.invalidate(Tag("new"));
  trial.expect_dead(key, "after its tag was invalidated");
}

void erase_forgets(Trial& trial) {
  const TrialKey key("k");
  const TrialKey other("other");
  trial.store().erase(key.view());
  trial.set(key, "v");
  trial.set(other, "v");
  trial.store().erase(key.view());
  trial.expect_nothing(key, "after erase");
  trial.expect_valid(other, "v", "after another key was erased");
  trial.set(key, "again");
  trial.expect_valid(key, "again", "after it was erased and set again");
}

void expire_by_key(Trial& trial) {
  const TrialKey key("k");
  const TrialKey other("other");
  trial.store().expire(key.view());
  trial.expect_nothing(key, "after what is not there was expired");
  trial.set(key, "v", {Tag("t")});
  trial.set(other, "v", {Tag("t")});
  trial.store().expire(key.view());
  trial.expect_expired(key, "after it was expired");
  trial.expect_valid(other, "v", "after another key was expired");
  trial.invalidate(Tag("t"));
  trial.expect_dead(key, "after what was expired was invalidated");
  trial.set(key, "again");
  trial.expect_valid(key, "again", "after it was expired and set again");
}

/// A layer in memory tells that its copy has lapsed, others need not; none may tell it early, or instead of worse.
void lapses_in_memory(Trial& trial) {
  const TrialKey key("k");
  const auto entry = trial_entry("v", {Tag("t")});
  entry->set_memory_until(trial_time + std::chrono::minutes(1));
  const auto tags = [&entry] { return entry->tags; };
  const KeyView view = key.view();
  const auto at = [&](TimePoint now) { return request(view, tags, now); };
  trial.store().set(at(trial_time), entry);
  const Found before = trial.store().find(at(entry->memory_until() - std::chrono::nanoseconds(1)));
  trial.expect(described(before) == "\"v\", valid", "\"v\", valid, before its memory_ttl is over",
               "found " + described(before));
  for (const Found& after :
       {trial.store().find(at(entry->memory_until())), trial.store().begin(at(entry->memory_until())).found}) {
    trial.expect(after.entry && after.validity <= Validity::lapsed,
                 "\"v\", valid or lapsed, when its memory_ttl is over", "found " + described(after));
  }
  trial.invalidate(Tag("t"));
  const Found dead = trial.store().find(at(entry->memory_until()));
  trial.expect(!dead.entry || dead.validity == Validity::invalidated,
               "nothing, or what is invalidated, though its memory_ttl is over", "found " + described(dead));
}

void clear_reaches_a_prefix(Trial& trial) {
  const TrialKey key("k", "app");
  const TrialKey longer("k", "app2");
  const TrialKey other("k", "other");
  for (const TrialKey* each : {&key, &longer, &other}) trial.set(*each, "v", {Tag("t")});
  trial.store().clear("app");
  trial.expect_nothing(key, "after clear");
  trial.expect_valid(longer, "v", "after clear of a prefix that its own begins with");
  trial.expect_valid(other, "v", "after clear of another prefix");
  trial.set(key, "again");
  trial.expect_valid(key, "again", "after clear and another set");
  trial.store().clear("nobody");
}

void many_are_found_like_one(Trial& trial) {
  const TrialKey valid("valid");
  const TrialKey absent("absent");
  const TrialKey invalidated("invalidated");
  trial.set(valid, "v");
  trial.set(invalidated, "i", {Tag("t")});
  trial.invalidate(Tag("t"));
  const auto no_tags = [] { return TagSet(); };
  std::vector<KeyView> views;
  for (const TrialKey* key : {&invalidated, &absent, &valid, &absent}) views.push_back(key->view());
  std::vector<Request> requests;
  for (const KeyView& view : views) {
    requests.push_back(request(view, no_tags));
  }
  const std::vector<Found> found = trial.store().find_many(requests);
  trial.expect(found.size() == requests.size(), "as many answers as requests",
               "there are " + std::to_string(found.size()));
  for (std::size_t i = 0; i < std::min(found.size(), requests.size()); ++i) {
    const std::string alone = described(trial.store().find(requests[i]));
    trial.expect(described(found[i]) == alone, "find_many to find " + alone + ", as find does",
                 "found " + described(found[i]));
  }
  trial.expect(trial.store().find_many({}).empty(), "no answer to no request", "there are some");
}

void what_was_found_stays(Trial& trial) {
  const TrialKey key("k");
  trial.set(key, "v");
  const Found found = trial.find(key);
  trial.set(key, "other");
  trial.store().erase(key.view());
  trial.store().clear("app");
  trial.store().disconnect();
  trial.store().disconnect();
  trial.let_go_of_store();
  trial.expect(described(found) == "\"v\", valid", "what was found to stay as it is when the store is gone",
               "it became " + described(found));
}

constexpr std::array rules{
    StoreRule{"what is stored is found, with its tags and times", is_found},
    StoreRule{"keys with other arguments, names or prefixes are others", keys_are_told_apart},
    StoreRule{"keys with arguments of other types are others", number_is_no_text},
    StoreRule{"an entry of another type is not found", other_types_are_not_found},
    StoreRule{"set replaces all of an entry", set_replaces},
    StoreRule{"erase forgets an entry, and nothing else", erase_forgets},
    StoreRule{"expire of a key makes its entry expired, and nothing else", expire_by_key},
    StoreRule{"an entry lapses when its memory_ttl is over, not before, and may become worse", lapses_in_memory},
    StoreRule{"clear drops the entries of one prefix", clear_reaches_a_prefix},
    StoreRule{"find_many answers like find, in order", many_are_found_like_one},
    StoreRule{"what was found outlives erase, clear, disconnect and the store", what_was_found_stays},
};

}  // namespace

std::span<const StoreRule> rules_of_entries() { return rules; }

}  // namespace tagcache::testing
