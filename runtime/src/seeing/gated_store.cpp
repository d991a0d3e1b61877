#include "seeing/gated_store.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace tagcache::detail {

/// A load, and what was undelivered when it began: its source is read later, and knows of that.
struct GatedStore::NumberedLoad final : Load {
  NumberedLoad(std::shared_ptr<const Load> load, TagSet its_tags, Undelivered::Number number, Consistency asked)
      : inner(std::move(load)), tags(std::move(its_tags)), since(number), consistency(asked) {}

  static const NumberedLoad& of(const Load& load) { return static_cast<const NumberedLoad&>(load); }

  const std::shared_ptr<const Load> inner;
  const TagSet tags;
  const Undelivered::Number since;
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
  if (!enabled()) return Store::find_many(requests);
  return settled([&] {
    auto found = asked(StoreCall::find, [&] { return store_.find_many(requests); });
    for (Found& each : found) each = judged(std::move(each));
    return found;
  });
}

Begun GatedStore::begin(const Request& request) {
  if (!enabled()) return {nullptr, {nullptr, Validity::valid, MissCause::disabled}};
  return settled([&] {
    const Undelivered::Number since = undelivered_.last();
    Begun begun = asked(StoreCall::begin, [&] { return store_.begin(request); });
    if (begun.load)
      begun.load =
          std::make_shared<const NumberedLoad>(std::move(begun.load), request.tags(), since, request.consistency);
    begun.found = judged(std::move(begun.found));
    return begun;
  });
}

bool GatedStore::is_as_consistent(const Load& load, Consistency wanted) const noexcept {
  return !has_remote() || NumberedLoad::of(load).consistency.staleness() <= wanted.staleness();
}

bool GatedStore::is_current(const Load& load, std::span<const Tag> result_tags) {
  if (!enabled()) return false;
  const NumberedLoad& numbered = NumberedLoad::of(load);
  if (undelivered_.effect(numbered.tags, numbered.since) || undelivered_.effect(result_tags, numbered.since)) {
    return false;
  }
  return asked(StoreCall::is_current, [&] { return store_.is_current(*numbered.inner, result_tags); });
}

bool GatedStore::keep(const Load& load, EntryPointer entry, TimePoint now) {
  return keeps() &&
         asked(StoreCall::keep, [&] { return store_.keep(*NumberedLoad::of(load).inner, std::move(entry), now); });
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
