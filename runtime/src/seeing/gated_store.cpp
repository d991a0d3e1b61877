#include "seeing/gated_store.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "tagged_load.hpp"

namespace tagcache::detail {

/// A load of a store that is not memory alone.
struct GatedStore::LoadElsewhere final : TaggedLoad {
  LoadElsewhere(std::shared_ptr<const Load> load, Consistency asked) : inner(std::move(load)), consistency(asked) {}
  static const LoadElsewhere& of(const Load& load) { return static_cast<const LoadElsewhere&>(load); }

  const std::shared_ptr<const Load> inner;
  const Consistency consistency;
};

void GatedStore::set_enabled(bool enabled) noexcept {
  if (enabled_.exchange(enabled) != enabled) witness_.switched("enabled", enabled);
}

void GatedStore::set_read_only(bool read_only) noexcept {
  if (read_only_.exchange(read_only) != read_only) witness_.switched("read_only", read_only);
}

template <class Ask>
decltype(auto) GatedStore::asked(StoreCall call, const Ask& ask) {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<const Ask&>>) {
      ask();
      witness_.store_answered();
    } else {
      auto answer = ask();
      witness_.store_answered();
      return answer;
    }
  } catch (...) {
    witness_.store_failed(call);
    throw;
  }
}

/// What the store says, judged by what it could not be told. When it heard of some of that meanwhile, what it said
/// before may be wrong, and is not judged by it any more: it is asked again.
template <class Ask>
auto GatedStore::settled(const Ask& ask) {
  for (;;) {
    if (undelivered_.count() > 0) plan_();
    const Undelivered::Number deliveries = undelivered_.deliveries();
    auto answer = ask();
    if (undelivered_.deliveries() == deliveries) return answer;
  }
}

Found GatedStore::find(const Request& request) {
  if (!enabled()) return {nullptr, Validity::valid, MissCause::disabled};
  return settled([&] { return judged(asked(StoreCall::find, [&] { return store_.find(request); })); });
}

std::vector<Found> GatedStore::find_many(std::span<const Request> requests) {
  if (!enabled()) return std::vector<Found>(requests.size(), {nullptr, Validity::valid, MissCause::disabled});
  return settled([&] {
    auto found = asked(StoreCall::find, [&] { return store_.find_many(requests); });
    for (Found& each : found) each = judged(std::move(each));
    return found;
  });
}

Begun GatedStore::begin(const Request& request, TagSet& tags) {
  if (!enabled()) return {nullptr, {nullptr, Validity::valid, MissCause::disabled}};
  Undelivered::Number since = 0;
  Begun begun = settled([&] {
    since = undelivered_.last();
    Begun answer = asked(StoreCall::begin,
                         [&] { return memory_ != nullptr ? memory_->begin_known(request) : store_.begin(request); });
    if (undelivered_.count() > 0) {
      answer.found = judged(std::move(answer.found));
      // What the other one loads may be older than what the store could not be told.
      if (undelivered_.effect(tags)) answer.loads_elsewhere = false;
    }
    return answer;
  });
  if (!begun.load) return begun;
  if (memory_ == nullptr) {
    begun.load = std::make_shared<const LoadElsewhere>(std::move(begun.load), request.consistency);
  }
  const TaggedLoad& load = TaggedLoad::of(*begun.load);
  load.undelivered = since;
  load.tags = TagsOfLoad(std::move(tags));
  return begun;
}

bool GatedStore::is_as_consistent(const Load& load, Consistency wanted) const noexcept {
  return !has_remote() || LoadElsewhere::of(load).consistency.staleness() <= wanted.staleness();
}

bool GatedStore::is_current(const Load& load, std::span<const Tag> result_tags) {
  if (!enabled()) return false;
  const TaggedLoad& known = TaggedLoad::of(load);
  if (undelivered_.effect(known.tags.get(), known.undelivered) || undelivered_.effect(result_tags, known.undelivered)) {
    return false;
  }
  return asked(StoreCall::is_current, [&] {
    return memory_ != nullptr ? memory_->is_current(load, result_tags)
                              : store_.is_current(*LoadElsewhere::of(load).inner, result_tags);
  });
}

bool GatedStore::keep(const std::shared_ptr<const Load>& load, const KeyView& key, EntryPointer entry, TimePoint now) {
  return keeps() && asked(StoreCall::keep, [&] {
           return memory_ != nullptr ? memory_->keep_known(load, key, std::move(entry), now)
                                     : store_.keep(*LoadElsewhere::of(*load).inner, std::move(entry), now);
         });
}

void GatedStore::set(const Request& request, EntryPointer entry) {
  if (!keeps()) return erase(request.key);
  asked(StoreCall::set, [&] { store_.set(request, std::move(entry)); });
}

void GatedStore::erase(const KeyView& key) {
  asked(StoreCall::erase, [&] { store_.erase(key); });
}

void GatedStore::expire(const KeyView& key) {
  asked(StoreCall::expire, [&] { store_.expire(key); });
}

void GatedStore::invalidate(std::span<const Invalidation> invalidations) {
  auto prepared = Undelivered::prepared(invalidations);
  try {
    asked(StoreCall::invalidate, [&] { store_.invalidate(invalidations); });
  } catch (...) {
    undelivered_.remember(std::move(prepared));
    plan_();
    throw;
  }
}

bool GatedStore::redeliver() noexcept {
  try {
    const Undelivered::Batch batch = undelivered_.batch();
    if (batch.invalidations.empty()) return true;
    asked(StoreCall::invalidate, [&] { store_.invalidate(batch.invalidations); });
    undelivered_.delivered(batch);
    witness_.invalidated(batch.invalidations);
    return true;
  } catch (...) {
    return false;
  }
}

/// A store that could not be told finds valid what is not.
Found GatedStore::judged(Found found) const {
  if (!found.entry || undelivered_.count() == 0) return found;
  const auto effect = undelivered_.effect(found.entry->tags);
  if (!effect) return found;
  const Validity validity = *effect == Becomes::expired ? Validity::expired : Validity::invalidated;
  found.validity = std::max(found.validity, validity);
  return found;
}

void GatedStore::clear(std::string_view prefix) {
  asked(StoreCall::clear, [&] { store_.clear(prefix); });
}

}  // namespace tagcache::detail
