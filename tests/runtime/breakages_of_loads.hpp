#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <vector>

#include "broken_store.hpp"

namespace broken {

using namespace std::chrono_literals;

inline std::vector<Breakage> breakages_of_tags() {
  return {
      {"an invalidation reaches a tag and all below it, and nothing else", with_invalidations([](Invalidation each) {
         each.reach = Reach::exact;
         return each;
       })},
      {"an invalidation reaches a tag and all below it, and nothing else", with_invalidations([](Invalidation each) {
         const auto segments = each.tag.segments();
         each.tag = Tag::of(std::span(segments).first(1));
         return each;
       })},
      {"an exact invalidation reaches exactly the tag", with_invalidations([](Invalidation each) {
         each.reach = Reach::prefix;
         return each;
       })},
      {"an expiry makes entries expired, not invalidated", with_invalidations([](Invalidation each) {
         each.becomes = Becomes::invalidated;
         return each;
       })},
      {"invalidated is worse than expired",
       [](BrokenStore& broken) {
         broken.on_find = [&broken](const Request& request) {
           Found found = broken.store().find(request);
           if (found.validity == Validity::invalidated) found.validity = Validity::expired;
           return found;
         };
       }},
      {"several tags are invalidated and expired in one step",
       [](BrokenStore& broken) {
         broken.on_invalidate = [&broken](std::span<const Invalidation> invalidations) {
           if (!invalidations.empty()) broken.store().invalidate(invalidations.first(1));
         };
       }},
      {"what is stored after an invalidation is valid",
       [](BrokenStore& broken) {
         broken.on_set = [&broken](const Request& request, const EntryPointer& entry) {
           broken.store().set(request, entry);
           if (!broken.prefixes.empty()) {
             for (const Tag& tag : entry->tags) broken.store().invalidate(std::array{Invalidation{tag}});
           }
         };
         broken.on_invalidate = [&broken](std::span<const Invalidation> invalidations) {
           const std::lock_guard lock(broken.mutex);
           broken.prefixes.insert("something was invalidated");
           broken.store().invalidate(invalidations);
         };
       }},
      {"any text may be a segment of a tag", with_invalidations([](Invalidation each) {
         return each.tag.bytes().size() > 1'000 ? Invalidation{Tag("another")} : each;
       })},
      {"prefixes share tags",
       [](BrokenStore& broken) {
         broken.on_find = [&broken](const Request& request) {
           Found found = broken.store().find(request);
           if (request.key.prefix() == "other") found.validity = Validity::valid;
           return found;
         };
       }},
      {"an entry may carry many tags, and deep ones",
       [](BrokenStore& broken) {
         broken.on_set = [&broken](const Request& request, const EntryPointer& entry) {
           tagcache::TagSet few = entry->tags;
           if (few.size() > 20) few.erase(few.begin() + 20, few.end());
           broken.store().set(request, copy(entry, few, 0ms));
         };
       }},
  };
}

inline std::vector<Breakage> breakages_of_loads() {
  const auto keeps_as_set = with_keep([](BrokenStore& broken, const NamedLoad& load, const EntryPointer& entry,
                                         TimePoint) { return set_when_kept(broken, load.key.view(), entry); });
  const auto forgets_result_tags =
      with_keep([](BrokenStore& broken, const NamedLoad& load, const EntryPointer& entry, TimePoint now) {
        tagcache::TagSet named = entry->tags;
        named.erase(named.end() - static_cast<std::ptrdiff_t>(entry->result_tags), named.end());
        return broken.store().keep(*load.load, copy(entry, named, 0ms), now);
      });
  return {
      {"what a load gave is kept and found",
       [](BrokenStore& broken) { broken.on_keep = [](const Load&, const EntryPointer&, TimePoint) { return true; }; }},
      {"what a load gave is kept and found",
       [](BrokenStore& broken) { broken.on_is_current = [](const Load&, std::span<const Tag>) { return false; }; }},
      {"begin finds what find does",
       [](BrokenStore& broken) {
         broken.on_begin = [&broken](const Request& request) {
           Begun begun = broken.store().begin(request);
           begun.found.validity = Validity::valid;
           return begun;
         };
       }},
      {"an invalidation during a load wins", keeps_as_set},
      {"tags that only the value tells count from the beginning of its load", keeps_as_set},
      {"tags that only the value tells count from the beginning of its load", forgets_result_tags},
      {"what is forgotten of a tag counts as moved", keeps_as_set},
      {"what was invalidated stays so, whatever is invalidated after",
       [](BrokenStore& broken) {
         const auto count = std::make_shared<std::atomic<int>>(0);
         broken.on_invalidate = [&broken, count](std::span<const Invalidation> invalidations) {
           ++*count;
           broken.store().invalidate(invalidations);
         };
         broken.on_find = [&broken, count](const Request& request) {
           Found found = broken.store().find(request);
           if (*count > 2'000) found.validity = Validity::valid;
           return found;
         };
       }},
      {"a clear during a load wins", keeps_as_set},
      {"a set, erase or expire of its key during a load wins", keeps_as_set},
      {"a load never replaces the result of a later one", keeps_as_set},
      {"what may not be kept replaces what is stored", keeps_as_set},
      {"what may not be kept replaces what is stored",
       with_keep([](BrokenStore& broken, const NamedLoad& load, const EntryPointer& entry, TimePoint now) {
         return now < entry->grace_until && broken.store().keep(*load.load, entry, now);
       })},
      {"a load is not current when a tag of it moved",
       [](BrokenStore& broken) { broken.on_is_current = [](const Load&, std::span<const Tag>) { return true; }; }},
      {"no read is stale, from many threads",
       [](BrokenStore& broken) { broken.on_invalidate = [](std::span<const Invalidation>) {}; }},
      {"all functions may be called from many threads",
       [](BrokenStore& broken) {
         const auto calls = std::make_shared<std::atomic<int>>(0);
         broken.on_expire = [&broken, calls](const KeyView& key) {
           if (++*calls > 20) throw tagcache::StoreError("too much");
           broken.store().expire(key);
         };
       }},
  };
}

}  // namespace broken
