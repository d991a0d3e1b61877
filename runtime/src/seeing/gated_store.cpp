#include "seeing/gated_store.hpp"

#include <type_traits>

namespace tagcache::detail {

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

Found GatedStore::find(const Request& request) {
  if (!enabled()) return {nullptr, Validity::valid, MissCause::disabled};
  return asked(StoreCall::find, [&] { return store_.find(request); });
}

std::vector<Found> GatedStore::find_many(std::span<const Request> requests) {
  if (!enabled()) return Store::find_many(requests);
  return asked(StoreCall::find, [&] { return store_.find_many(requests); });
}

Begun GatedStore::begin(const Request& request) {
  if (!enabled()) return {nullptr, {nullptr, Validity::valid, MissCause::disabled}};
  return asked(StoreCall::begin, [&] { return store_.begin(request); });
}

bool GatedStore::is_current(const Load& load, std::span<const Tag> result_tags) {
  return enabled() && asked(StoreCall::is_current, [&] { return store_.is_current(load, result_tags); });
}

bool GatedStore::keep(const Load& load, EntryPointer entry, TimePoint now) {
  return keeps() && asked(StoreCall::keep, [&] { return store_.keep(load, std::move(entry), now); });
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
  asked(StoreCall::invalidate, [&] { store_.invalidate(invalidations); });
}

void GatedStore::clear(std::string_view prefix) {
  asked(StoreCall::clear, [&] { store_.clear(prefix); });
}

}  // namespace tagcache::detail
