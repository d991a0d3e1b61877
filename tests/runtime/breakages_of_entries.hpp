#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "broken_store.hpp"

namespace broken {

using namespace std::chrono_literals;

/// A store that judges again what was found.
inline std::function<void(BrokenStore&)> lapses(Validity (*judge)(const Found&, TimePoint)) {
  return [judge](BrokenStore& broken) {
    broken.on_find = [&broken, judge](const Request& request) {
      Found found = broken.store().find(request);
      if (found.entry) found.validity = judge(found, request.now);
      return found;
    };
  };
}

inline std::vector<Breakage> breakages_of_entries() {
  return {
      {"what is stored is found, with its tags and times",
       [](BrokenStore& broken) { broken.on_set = [](const Request&, const EntryPointer&) {}; }},
      {"what is stored is found, with its tags and times",
       [](BrokenStore& broken) {
         broken.on_set = [&broken](const Request& request, const EntryPointer& entry) {
           broken.store().set(request, copy(entry, {}, 0ms));
         };
       }},
      {"what is stored is found, with its tags and times",
       [](BrokenStore& broken) {
         broken.on_set = [&broken](const Request& request, const EntryPointer& entry) {
           broken.store().set(request, copy(entry, entry->tags, 1ms));
         };
       }},
      {"keys with other arguments, names or prefixes are others",
       by_name([](const KeyView& key) { return key.text().substr(0, 1'000); }, true)},
      {"keys with other arguments, names or prefixes are others",
       by_name([](const KeyView& key) { return key.text().substr(key.text().find(':')); }, true)},
      {"keys with arguments of other types are others", by_name(
                                                            [](const KeyView& key) {
                                                              std::string text = key.text();
                                                              std::erase(text, '"');
                                                              return text;
                                                            },
                                                            true)},
      {"an entry of another type is not found", by_name([](const KeyView& key) { return key.text(); }, false)},
      {"set replaces all of an entry",
       [](BrokenStore& broken) {
         broken.on_set = [&broken](const Request& request, const EntryPointer& entry) {
           if (!broken.store().find(request).entry) broken.store().set(request, entry);
         };
       }},
      {"erase forgets an entry, and nothing else",
       [](BrokenStore& broken) { broken.on_erase = [](const KeyView&) {}; }},
      {"erase forgets an entry, and nothing else",
       [](BrokenStore& broken) {
         broken.on_erase = [&broken](const KeyView& key) { broken.store().clear(key.prefix()); };
       }},
      {"expire of a key makes its entry expired, and nothing else",
       [](BrokenStore& broken) { broken.on_expire = [](const KeyView&) {}; }},
      {"expire of a key makes its entry expired, and nothing else",
       [](BrokenStore& broken) { broken.on_expire = [&broken](const KeyView& key) { broken.store().erase(key); }; }},
      {"an entry lapses when its memory_ttl is over, not before, and may become worse",
       lapses([](const Found& found, TimePoint now) {
         return found.validity == Validity::valid && found.entry->memory_until() - now < 1s ? Validity::lapsed
                                                                                            : found.validity;
       })},
      {"an entry lapses when its memory_ttl is over, not before, and may become worse",
       lapses([](const Found& found, TimePoint) {
         return found.validity == Validity::lapsed ? Validity::expired : found.validity;
       })},
      {"an entry lapses when its memory_ttl is over, not before, and may become worse",
       lapses([](const Found& found, TimePoint now) {
         return now >= found.entry->memory_until() ? Validity::lapsed : found.validity;
       })},
      {"clear drops the entries of one prefix", [](BrokenStore& broken) { broken.on_clear = [](std::string_view) {}; }},
      {"clear drops the entries of one prefix",
       [](BrokenStore& broken) { broken.on_clear = [&broken](std::string_view) { broken.store().disconnect(); }; }},
      {"find_many answers like find, in order",
       [](BrokenStore& broken) {
         broken.on_find_many = [](std::vector<Found> found) {
           std::reverse(found.begin(), found.end());
           return found;
         };
       }},
      {"find_many answers like find, in order",
       [](BrokenStore& broken) {
         broken.on_find_many = [](std::vector<Found> found) {
           std::erase_if(found, [](const Found& each) { return !each.entry; });
           return found;
         };
       }},
  };
}

}  // namespace broken
