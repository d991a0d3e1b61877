#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <tagcache/codec/optional.hpp>
#include <tagcache/tagcache.hpp>
#include <tagcache/testing/manual_executor.hpp>
#include <utility>

#include "deciding_clock.hpp"

using namespace std::chrono_literals;

/// The columns of the table.
enum class State { fresh, expired, invalidated, out_of_grace, absent };
inline constexpr std::array<State, 5> states{State::fresh, State::expired, State::invalidated, State::out_of_grace,
                                             State::absent};

using Value = std::optional<int>;
using tagcache::QueryOptions;

/// A cache with one entry, which a state befell.
class TableWorld {
 public:
  explicit TableWorld(State state);

  /// What is done next is described by what it comes to: how a read was served, whether it loaded, what it started in
  /// the background, and what the entry is afterwards when it is not what one would expect.
  [[nodiscard]] std::string read(const std::function<tagcache::Handle<Value>()>& call);
  [[nodiscard]] std::string look(const std::function<std::optional<tagcache::Handle<Value>>()>& call);
  /// What the entry is after a write.
  [[nodiscard]] std::string write(const std::function<void()>& call);

  [[nodiscard]] tagcache::Handle<Value> query(const QueryOptions& options = {}) {
    return cache.query<Value>("key", tags, loader(), filled(options));
  }
  [[nodiscard]] tagcache::Handle<Value> force(const QueryOptions& options = {}) {
    return cache.query<Value>(tagcache::force_refresh, "key", tags, loader(), filled(options));
  }
  [[nodiscard]] std::optional<tagcache::Handle<Value>> present(const QueryOptions& options = {});
  [[nodiscard]] tagcache::Handle<Value> query_many(const QueryOptions& options = {});
  [[nodiscard]] tagcache::Handle<Value> force_many();
  [[nodiscard]] std::optional<tagcache::Handle<Value>> present_many(const QueryOptions& options = {});
  void warm();

  /// What a load does from now on.
  std::function<tagcache::Loaded<Value>(const tagcache::Previous<Value>&)> loads = [](const auto&) { return Value(2); };
  /// Counts by itself.
  [[nodiscard]] std::function<tagcache::Loaded<Value>(const tagcache::Previous<Value>&)> loader();

  const State before;
  const std::vector<std::string> several{"key", "other"};
  const tagcache::TagSet tags{tagcache::Tag("tag")};
  std::shared_ptr<DecidingClock> clock = std::make_shared<DecidingClock>();
  std::shared_ptr<tagcache::testing::ManualExecutor> executor = std::make_shared<tagcache::testing::ManualExecutor>();
  tagcache::Primitives cache{tagcache::memory(), {.defaults = {.ttl = 10s}, .clock = clock, .executor = executor}};

 private:
  [[nodiscard]] auto many_loader();
  [[nodiscard]] static QueryOptions filled(const QueryOptions& options) {
    return tagcache::filled(options, {.grace = 1h});
  }
  [[nodiscard]] std::string served(const tagcache::Handle<Value>& handle) const;
  [[nodiscard]] std::string background();
  /// Fresh, expired, invalidated, or absent.
  [[nodiscard]] State now();
  [[nodiscard]] std::string unless(State expected);

  std::shared_ptr<int> loaded_ = std::make_shared<int>(0);
};

[[nodiscard]] std::string name(State state);
