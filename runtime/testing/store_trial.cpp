#include "store_trial.hpp"

namespace tagcache::testing {
namespace {

std::string_view value_of(const Found& found) { return *static_cast<const std::string*>(found.entry->value()); }

}  // namespace

Request request(const KeyView& key, detail::FunctionView<TagSet()> tags, TimePoint now) {
  return {key,
          detail::value_type<std::string>,
          tags,
          now,
          Layers::all,
          Consistency::local,
          detail::codec_of<std::string>()};
}

std::shared_ptr<detail::EntryNode> trial_entry(const std::string& value, TagSet tags) {
  auto entry = std::make_shared<detail::EntryNodeOf<std::string>>(value);
  entry->tags = std::move(tags);
  entry->created_at = trial_time;
  entry->loaded_at = trial_time + std::chrono::seconds(1);
  entry->expires_at = trial_time + std::chrono::hours(1);
  entry->grace_until = trial_time + std::chrono::hours(2);
  entry->weight = value.size();
  return entry;
}

std::string described(const Found& found) {
  if (!found.entry) return "nothing";
  std::string text = '"' + std::string(value_of(found)) + "\", ";
  switch (found.validity) {
    case Validity::valid:
      return text + "valid";
    case Validity::lapsed:
      return text + "lapsed";
    case Validity::expired:
      return text + "expired";
    case Validity::invalidated:
      break;
  }
  return text + "invalidated";
}

void Trial::set(const TrialKey& key, const std::string& value, const TagSet& tags) const {
  const auto stored_tags = [&tags] { return tags; };
  store_->set(request(key.view(), stored_tags), trial_entry(value, tags));
}

Begun Trial::begin(const TrialKey& key, const TagSet& tags, Layers layers) const {
  const auto argument_tags = [&tags] { return tags; };
  const KeyView view = key.view();
  Request request = testing::request(view, argument_tags);
  request.layers = layers;
  return store_->begin(request);
}

bool Trial::keep(const Begun& begun, const std::string& value, TagSet tags, const TagSet& result_tags) const {
  tags.insert(tags.end(), result_tags.begin(), result_tags.end());
  const auto entry = trial_entry(value, std::move(tags));
  entry->result_tags = static_cast<std::uint32_t>(result_tags.size());
  return store_->keep(*begun.load, entry, trial_time);
}

bool Trial::is_current(const Begun& begun, const TagSet& result_tags) const {
  return store_->is_current(*begun.load, result_tags);
}

Found Trial::find(const TrialKey& key) const {
  const auto no_tags = [] { return TagSet(); };
  return store_->find(request(key.view(), no_tags));
}

void Trial::invalidate(const Tag& tag, Reach reach, Becomes becomes) const {
  const Invalidation invalidation{tag, reach, becomes};
  store_->invalidate(std::span(&invalidation, 1));
}

void Trial::expect(bool holds, std::string_view expected, std::string_view happened) const {
  if (!holds) failures_.push_back({rule_, std::string(expected), std::string(happened)});
}

void Trial::expect_valid(const TrialKey& key, std::string_view value, std::string_view when) const {
  const Found found = find(key);
  const bool holds = found.entry && found.validity == Validity::valid && value_of(found) == value;
  expect(holds, '"' + std::string(value) + "\", valid, under " + key.text() + ' ' + std::string(when),
         "found " + described(found));
}

void Trial::expect_not_valid(const TrialKey& key, std::string_view when) const {
  const Found found = find(key);
  expect(!found.entry || found.validity != Validity::valid,
         "nothing valid under " + key.text() + ' ' + std::string(when), "found " + described(found));
}

void Trial::expect_dead(const TrialKey& key, std::string_view when) const {
  const Found found = find(key);
  expect(!found.entry || found.validity == Validity::invalidated,
         "nothing, or what is invalidated, under " + key.text() + ' ' + std::string(when), "found " + described(found));
}

void Trial::expect_expired(const TrialKey& key, std::string_view when) const {
  const Found found = find(key);
  expect(found.entry && found.validity == Validity::expired,
         "an expired entry under " + key.text() + ' ' + std::string(when), "found " + described(found));
}

void Trial::expect_nothing(const TrialKey& key, std::string_view when) const {
  const Found found = find(key);
  expect(!found.entry, "nothing under " + key.text() + ' ' + std::string(when), "found " + described(found));
}

}  // namespace tagcache::testing
