#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tagcache/tagcache.hpp>
#include <tagcache/testing/in_process_remote.hpp>
#include <tagcache/testing/manual_clock.hpp>
#include <tagcache/testing/manual_executor.hpp>
#include <tuple>
#include <utility>
#include <vector>

#include "memory/engine.hpp"

using namespace std::chrono_literals;
using tagcache::Consistency;
using tagcache::Found;
using tagcache::Layers;
using tagcache::Tag;
using tagcache::Validity;

/// Time of the tests of stores.
inline constexpr tagcache::TimePoint begin_of_time{1h};

/// What a node may be asked.
struct Ask {
  Consistency consistency = Consistency::local;
  Layers layers = Layers::all;
};

/// One process: memory in front of its connection.
struct Node {
  explicit Node(tagcache::testing::RemoteServer& server, const std::shared_ptr<const tagcache::Clock>& its_clock,
                tagcache::Duration alone = 1s)
      : clock(its_clock), remote(server.connect()) {
    store = tagcache::layered(memory, remote, {.heartbeat = 500ms, .alone = alone, .clock = clock});
  }

  struct Name {
    explicit Name(std::string its_text) : text(std::move(its_text)), parts(text) {}
    Name(const Name&) = delete;
    Name& operator=(const Name&) = delete;
    [[nodiscard]] tagcache::KeyView view() const {
      return {"app", "query", tagcache::detail::hash_name("query"), parts};
    }
    std::string text;
    std::tuple<std::string_view> parts;
  };

  [[nodiscard]] tagcache::TimePoint now() const { return clock->now(); }

  template <class Do>
  auto with(const std::string& key, const tagcache::TagSet& tags, const Ask& ask, const Do& what) {
    const Name name(key);
    const tagcache::KeyView view = name.view();
    const auto all = [&tags] { return tags; };
    return what(
        tagcache::Request{view, tagcache::detail::value_type<std::string>, all, now(), ask.layers, ask.consistency});
  }

  [[nodiscard]] std::shared_ptr<tagcache::detail::EntryNode> entry(const std::string& value,
                                                                   tagcache::TagSet tags) const {
    auto made = std::make_shared<tagcache::detail::EntryNodeOf<std::string>>(value);
    made->tags = std::move(tags);
    made->created_at = made->loaded_at = now();
    made->expires_at = now() + 1h;
    made->grace_until = now() + 2h;
    return made;
  }

  Found find(const std::string& key, const Ask& ask = {}) {
    return with(key, {}, ask, [&](const tagcache::Request& request) { return store->find(request); });
  }
  tagcache::Begun begin(const std::string& key, const tagcache::TagSet& tags = {}, const Ask& ask = {}) {
    return with(key, tags, ask, [&](const tagcache::Request& request) { return store->begin(request); });
  }
  bool keep(const tagcache::Begun& begun, const std::string& value, const tagcache::TagSet& tags = {}) {
    return store->keep(*begun.load, entry(value, tags), now());
  }
  /// A load from its beginning to its end.
  bool load(const std::string& key, const std::string& value, const tagcache::TagSet& tags = {}, const Ask& ask = {}) {
    return keep(begin(key, tags, ask), value, tags);
  }
  void set(const std::string& key, const std::string& value, const tagcache::TagSet& tags = {}, const Ask& ask = {}) {
    with(key, tags, ask, [&](const tagcache::Request& request) { store->set(request, entry(value, tags)); });
  }
  void erase(const std::string& key) { store->erase(Name(key).view()); }
  void expire(const std::string& key) { store->expire(Name(key).view()); }
  void invalidate(const Tag& tag, tagcache::Becomes becomes = tagcache::Becomes::invalidated) {
    const tagcache::Invalidation invalidation{tag, tagcache::Reach::prefix, becomes};
    store->invalidate({&invalidation, 1});
  }

  /// What a read is served: the value of what is valid; absent for all else.
  std::optional<std::string> valid(const std::string& key, const Ask& ask = {}) { return value(find(key, ask)); }
  static std::optional<std::string> value(const Found& found) {
    if (!found.entry || found.validity != Validity::valid) return std::nullopt;
    return *static_cast<const std::string*>(found.entry->value());
  }
  /// Whether memory holds it, so that hits are found without asking the layered store.
  bool hits(const std::string& key) {
    const Name name(key);
    const auto found = store->engine()->hit(name.view(), tagcache::detail::value_type<std::string>, now(), {});
    return tagcache::detail::PinnedSlot(found).get() != nullptr;
  }

  std::shared_ptr<const tagcache::Clock> clock;
  std::shared_ptr<tagcache::MemoryStore> memory = tagcache::memory();
  std::shared_ptr<tagcache::testing::InProcessRemote> remote;
  std::shared_ptr<tagcache::LayeredStore> store;
};

/// Two nodes at one server.
struct Two {
  explicit Two(std::size_t partitions = 1, tagcache::Duration alone = 1s)
      : server(std::make_shared<tagcache::testing::RemoteServer>(partitions)),
        a(*server, clock, alone),
        b(*server, clock, alone) {
    clock->advance(1h);
  }

  std::shared_ptr<tagcache::testing::ManualClock> clock = std::make_shared<tagcache::testing::ManualClock>();
  std::shared_ptr<tagcache::testing::RemoteServer> server;
  Node a;
  Node b;
};
