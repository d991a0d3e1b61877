#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/memory.hpp>
#include <utility>
#include <vector>

#include "forwarding_store.hpp"

/// Stores that break a rule of stores, to see that the conformance suite notices.
namespace broken {

using tagcache::Becomes;
using tagcache::Begun;
using tagcache::Found;
using tagcache::Invalidation;
using tagcache::KeyView;
using tagcache::Load;
using tagcache::Reach;
using tagcache::Request;
using tagcache::Tag;
using tagcache::TimePoint;
using tagcache::Validity;
using tagcache::detail::EntryPointer;

/// A store that breaks what a test says: each function that is set stands in front of the sound one.
struct BrokenStore final : ForwardingStore {
  BrokenStore() : ForwardingStore(tagcache::memory()) {}
  using ForwardingStore::store;

  std::function<Found(const Request&)> on_find;
  std::function<std::vector<Found>(std::vector<Found>)> on_find_many;
  std::function<Begun(const Request&)> on_begin;
  std::function<bool(const Load&, std::span<const Tag>)> on_is_current;
  std::function<bool(const Load&, EntryPointer, TimePoint)> on_keep;
  std::function<void(const Request&, EntryPointer)> on_set;
  std::function<void(const KeyView&)> on_erase;
  std::function<void(const KeyView&)> on_expire;
  std::function<void(std::span<const Invalidation>)> on_invalidate;
  std::function<void(std::string_view)> on_clear;

  Found find(const Request& request) override {
    const std::lock_guard lock(mutex);
    return on_find ? on_find(request) : store().find(request);
  }
  std::vector<Found> find_many(std::span<const Request> requests) override {
    const std::lock_guard lock(mutex);
    auto found = Store::find_many(requests);
    return on_find_many ? on_find_many(std::move(found)) : found;
  }
  Begun begin(const Request& request) override {
    const std::lock_guard lock(mutex);
    return on_begin ? on_begin(request) : store().begin(request);
  }
  bool is_current(const Load& load, std::span<const Tag> tags) override {
    const std::lock_guard lock(mutex);
    return on_is_current ? on_is_current(load, tags) : store().is_current(load, tags);
  }
  bool keep(const Load& load, EntryPointer entry, TimePoint now) override {
    const std::lock_guard lock(mutex);
    return on_keep ? on_keep(load, entry, now) : store().keep(load, entry, now);
  }
  void set(const Request& request, EntryPointer entry) override {
    const std::lock_guard lock(mutex);
    on_set ? on_set(request, entry) : store().set(request, entry);
  }
  void erase(const KeyView& key) override {
    const std::lock_guard lock(mutex);
    on_erase ? on_erase(key) : store().erase(key);
  }
  void expire(const KeyView& key) override {
    const std::lock_guard lock(mutex);
    on_expire ? on_expire(key) : store().expire(key);
  }
  void invalidate(std::span<const Invalidation> invalidations) override {
    const std::lock_guard lock(mutex);
    on_invalidate ? on_invalidate(invalidations) : store().invalidate(invalidations);
  }
  void clear(std::string_view prefix) override {
    const std::lock_guard lock(mutex);
    on_clear ? on_clear(prefix) : store().clear(prefix);
  }

  /// For what a broken store must remember. Held in each call: what is wrong with it is no data race.
  std::recursive_mutex mutex;
  std::map<std::string, EntryPointer> entries;
  std::set<std::string> prefixes;
};

/// How a store is broken, and a rule that says so.
struct Breakage {
  std::string rule;
  std::function<void(BrokenStore&)> breaks;
};

/// A store that keeps what is `set` in a map of its own, under the name that `name` gives a key, and never invalidates.
inline std::function<void(BrokenStore&)> by_name(std::string (*name)(const KeyView&), bool checks_type) {
  return [=](BrokenStore& broken) {
    broken.on_set = [&broken, name](const Request& request, const EntryPointer& entry) {
      const std::lock_guard lock(broken.mutex);
      broken.entries[name(request.key)] = entry;
    };
    broken.on_find = [&broken, name, checks_type](const Request& request) -> Found {
      const std::lock_guard lock(broken.mutex);
      const auto found = broken.entries.find(name(request.key));
      if (found == broken.entries.end() || (checks_type && &found->second->type() != &request.type)) return {};
      return {found->second};
    };
  };
}

/// Passes on what `change` makes of each invalidation.
inline std::function<void(BrokenStore&)> with_invalidations(Invalidation (*change)(Invalidation)) {
  return [change](BrokenStore& broken) {
    broken.on_invalidate = [&broken, change](std::span<const Invalidation> invalidations) {
      std::vector<Invalidation> changed;
      for (const Invalidation& each : invalidations) changed.push_back(change(each));
      broken.store().invalidate(changed);
    };
  };
}

/// Keeps what a load gave as if it were set when it ended.
inline bool set_when_kept(BrokenStore& broken, const KeyView& key, const EntryPointer& entry) {
  const auto tags = [&entry] { return entry->tags; };
  broken.store().set({key, entry->type(), tags, TimePoint()}, entry);
  return true;
}

/// A load of a broken store that knows its key.
struct NamedLoad final : Load {
  NamedLoad(const KeyView& view, std::shared_ptr<const Load> theirs)
      : prefix(view.prefix()), key(view, prefix), load(std::move(theirs)) {}
  std::string prefix;
  tagcache::Key key;
  std::shared_ptr<const Load> load;
};

/// A store whose loads know their keys, and whose `keep` is `keep`.
inline std::function<void(BrokenStore&)> with_keep(bool (*keep)(BrokenStore&, const NamedLoad&, const EntryPointer&,
                                                                TimePoint)) {
  return [keep](BrokenStore& broken) {
    broken.on_begin = [&broken](const Request& request) {
      Begun begun = broken.store().begin(request);
      begun.load = std::make_shared<NamedLoad>(request.key, begun.load);
      return begun;
    };
    broken.on_is_current = [&broken](const Load& load, std::span<const Tag> tags) {
      return broken.store().is_current(*static_cast<const NamedLoad&>(load).load, tags);
    };
    broken.on_keep = [&broken, keep](const Load& load, const EntryPointer& entry, TimePoint now) {
      return keep(broken, static_cast<const NamedLoad&>(load), entry, now);
    };
  };
}

inline EntryPointer copy(const EntryPointer& entry, tagcache::TagSet tags, std::chrono::milliseconds late) {
  const auto& value = *static_cast<const std::string*>(entry->value());
  auto changed = std::make_shared<tagcache::detail::EntryNodeOf<std::string>>(value);
  changed->tags = std::move(tags);
  changed->created_at = entry->created_at;
  changed->expires_at = entry->expires_at + late;
  changed->grace_until = entry->grace_until;
  return changed;
}

struct TornEntry final : tagcache::detail::EntryNode {
  [[nodiscard]] const tagcache::detail::ValueType& type() const noexcept override {
    return tagcache::detail::value_type<std::string>;
  }
  [[nodiscard]] const void* value() const noexcept override { return is_torn ? &torn : &whole; }

  const std::string whole = "v";
  const std::string torn = "torn";
  bool is_torn = false;
};

/// An entry that changes under the hands of who has found it.
struct TornStore final : ForwardingStore {
  TornStore() : ForwardingStore(tagcache::memory()) {}
  void set(const Request& request, EntryPointer entry) override {
    const std::lock_guard lock(mutex);
    if (!first) {
      first = std::make_shared<TornEntry>();
      first->grace_until = TimePoint::max();
      entry = first;
    }
    ForwardingStore::set(request, std::move(entry));
  }
  void disconnect() override {
    if (first) first->is_torn = true;
    ForwardingStore::disconnect();
  }
  std::mutex mutex;
  std::shared_ptr<TornEntry> first;
};

}  // namespace broken
