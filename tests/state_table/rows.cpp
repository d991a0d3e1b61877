#include "rows.hpp"

#include <utility>

namespace {

using tagcache::OnInvalidate;

[[noreturn]] tagcache::Loaded<Value> fail(const tagcache::Previous<Value>&) { throw std::runtime_error("no database"); }

/// A query by these options.
std::function<std::string(TableWorld&)> reads(const QueryOptions& options) {
  return [options](TableWorld& world) { return world.read([&] { return world.query(options); }); };
}

/// The same, of which the load fails.
std::function<std::string(TableWorld&)> fails(const QueryOptions& options) {
  return [options](TableWorld& world) {
    world.loads = fail;
    return world.read([&] { return world.query(options); });
  };
}

/// The same, of which the load takes longer than the clock that the reader waits for.
std::function<std::string(TableWorld&)> takes_too_long(const QueryOptions& options) {
  return [options](TableWorld& world) {
    world.clock->on_wait = [&world](tagcache::TimePoint deadline) {
      world.clock->advance(deadline - world.clock->now());
    };
    return world.read([&] { return world.query(options); });
  };
}

std::function<std::string(TableWorld&)> gives(
    const QueryOptions& options, std::function<tagcache::Loaded<Value>(const tagcache::Previous<Value>&)> load) {
  return [options, load = std::move(load)](TableWorld& world) {
    world.loads = load;
    return world.read([&] { return world.query(options); });
  };
}

std::function<std::string(TableWorld&)> presents(const QueryOptions& options) {
  return [options](TableWorld& world) { return world.look([&] { return world.present(options); }); };
}

std::function<std::string(TableWorld&)> presents_many(const QueryOptions& options) {
  return [options](TableWorld& world) { return world.look([&] { return world.present_many(options); }); };
}

std::function<std::string(TableWorld&)> gets(tagcache::Accept accept) {
  return [accept](TableWorld& world) { return world.look([&] { return world.cache.get<Value>("key", accept); }); };
}

std::function<std::string(TableWorld&)> gets_many(tagcache::Accept accept) {
  return [accept](TableWorld& world) {
    const std::vector<std::string> keys{"key", "other"};
    return world.look([&] { return world.cache.get_many<Value>(keys, accept).front(); });
  };
}

std::string has(TableWorld& world) {
  const bool in_grace = world.cache.has<Value>("key");
  const bool fresh = world.cache.has<Value>("key", tagcache::Accept::fresh);
  return std::string(in_grace ? "true" : "false") + (in_grace == fresh ? "" : "; false for `Accept::fresh`");
}

std::function<std::string(TableWorld&)> writes(std::function<void(TableWorld&)> write) {
  return [write = std::move(write)](TableWorld& world) { return world.write([&] { write(world); }); };
}

/// What is fresh has been in memory for longer than its memory_ttl.
std::function<std::string(TableWorld&)> lapsed(std::function<std::string(TableWorld&)> cell) {
  return [cell = std::move(cell)](TableWorld& world) {
    if (world.before == State::fresh) {
      static_cast<void>(world.force({.memory_ttl = 5s}));
      world.clock->advance(5s);
    }
    return cell(world);
  };
}

/// A load of the key fails in this way first.
std::function<std::string(TableWorld&)> after_error(std::function<void(TableWorld&)> failing,
                                                    const QueryOptions& options) {
  return [options, failing = std::move(failing)](TableWorld& world) {
    const auto load = std::exchange(world.loads, fail);
    try {
      failing(world);
    } catch (const std::runtime_error&) {  // NOLINT(bugprone-empty-catch): as it is to be
    }
    world.executor->run_all();
    world.loads = load;
    return world.read([&] { return world.query(options); });
  };
}

std::vector<Row> queries() {
  const QueryOptions serve_stale{.on_invalidate = OnInvalidate::serve_stale};
  return {
      {"a query", reads({})},
      {"… for one of several keys (`query_many`)",
       [](TableWorld& world) { return world.read([&] { return world.query_many(); }); }},
      {"… with `single_flight: off`", reads({.single_flight = false})},
      {"… with `refresh_ahead`, near the expiry",
       [](TableWorld& world) {
         if (world.before == State::fresh) world.clock->advance(8s);
         return world.read([&] { return world.query({.refresh_ahead = 3s}); });
       }},
      {"… when the `memory_ttl` of what is fresh is over", lapsed(reads({}))},
      {"… with `verify`", reads({.verify = 1})},
      {"… with `on_invalidate: serve_stale`", reads(serve_stale)},
      {"… that says `grace: off`", reads({.grace = 0s})},
      {"… with `soft_timeout`, and the load is quick enough", reads({.soft_timeout = 10ms})},
      {"… with `soft_timeout`, and it is not", takes_too_long({.soft_timeout = 10ms})},
      {"… with `hard_timeout`, and the load is quick enough", reads({.hard_timeout = 10ms})},
      {"… with `hard_timeout`, and it is not", takes_too_long({.hard_timeout = 10ms})},
      {"… with `force_refresh`", [](TableWorld& world) { return world.read([&] { return world.force(); }); }},
      {"… for one of several keys, with `force_refresh`",
       [](TableWorld& world) { return world.read([&] { return world.force_many(); }); }},
  };
}

std::vector<Row> looks() {
  using tagcache::Accept;
  return {
      {"… with `if_present`", presents({})},
      {"… with `if_present` and `on_invalidate: serve_stale`", presents({.on_invalidate = OnInvalidate::serve_stale})},
      {"… with `if_present` that says `grace: off`", presents({.grace = 0s})},
      {"… for one of several keys, with `if_present`", presents_many({})},
      {"… for one of several keys, with `if_present` and `on_invalidate: serve_stale`",
       presents_many({.on_invalidate = OnInvalidate::serve_stale})},
      {"`primitives().get`", gets(Accept::in_grace)},
      {"… with `Accept::fresh`", gets(Accept::fresh)},
      {"… when the `memory_ttl` of what is fresh is over", lapsed(gets(Accept::in_grace))},
      {"`primitives().get_many`", gets_many(Accept::in_grace)},
      {"… with `Accept::fresh`", gets_many(Accept::fresh)},
      {"`primitives().has`", has},
  };
}

std::vector<Row> loads() {
  const auto force = [](TableWorld& world) { static_cast<void>(world.force({.error_ttl = 1min})); };
  const auto query = [](TableWorld& world) { static_cast<void>(world.query()); };
  const auto none = [](const tagcache::Previous<Value>&) { return Value(); };
  const auto uncached = [](const tagcache::Previous<Value>&) { return tagcache::Loaded<Value>(Value(2)).uncached(); };
  const auto unchanged = [](const tagcache::Previous<Value>& previous) {
    return previous.entry() ? tagcache::Loaded<Value>(tagcache::unchanged) : tagcache::Loaded<Value>(Value(2));
  };
  return {
      {"a query whose load fails", fails({})},
      {"… that says `grace: off`", fails({.grace = 0s})},
      {"… with `on_invalidate: serve_stale`", fails({.on_invalidate = OnInvalidate::serve_stale})},
      {"… with `soft_timeout`", fails({.soft_timeout = 10ms})},
      {"… with `force_refresh`",
       [](TableWorld& world) {
         world.loads = fail;
         return world.read([&] { return world.force(); });
       }},
      {"… for one of several keys, with `force_refresh`",
       [](TableWorld& world) {
         world.cache.set<Value>("other", Value(3), world.tags);  // what has nothing would be an error of all
         world.loads = fail;
         return world.read([&] { return world.force_many(); });
       }},
      {"a query after a refresh that failed (`refresh_pause`)", after_error(query, {})},
      {"a query while an error is remembered (`error_ttl`)", after_error(force, {.error_ttl = 1min})},
      {"a query whose load says that there is none", gives({}, none)},
      {"… with `negative_ttl: off`", gives({.negative_ttl = 0s}, none)},
      {"a query whose load says `unchanged`", gives({}, unchanged)},
      {"a query whose load says `uncached`", gives({}, uncached)},
      {"a query with a TTL of zero", reads({.ttl = 0s})},
      {"a query with a `memory_ttl` of zero", reads({.memory_ttl = 0s})},
  };
}

std::vector<Row> changes() {
  using tagcache::Reach;
  return {
      {"`primitives().set`",
       writes([](TableWorld& world) { world.cache.set<Value>("key", Value(2), world.tags, {.grace = 1h}); })},
      {"… with a TTL of zero and no grace", writes([](TableWorld& world) {
         world.cache.set<Value>("key", Value(2), world.tags, {.ttl = 0s, .grace = 0s});
       })},
      {"`primitives().del`", writes([](TableWorld& world) { world.cache.del("key"); })},
      {"`expire`, by tag", writes([](TableWorld& world) { world.cache.expire(world.tags.front()); })},
      {"`expire`, by key", writes([](TableWorld& world) { world.cache.expire("key"); })},
      {"`invalidate`", writes([](TableWorld& world) { world.cache.invalidate(world.tags.front()); })},
      {"… `exact`", writes([](TableWorld& world) { world.cache.invalidate(world.tags.front(), Reach::exact); })},
      {"`clear`", writes([](TableWorld& world) { world.cache.clear(); })},
      {"a mutation's `recache`", writes([](TableWorld& world) { world.warm(); })},
  };
}

/// The same after a switch of the cache.
template <class Switch>
Row switched(std::string call, const Switch& change, std::function<std::string(TableWorld&)> cell) {
  return {std::move(call), [change, cell = std::move(cell)](TableWorld& world) {
            change(world.cache);
            return cell(world);
          }};
}

std::vector<Row> switches() {
  const auto off = [](tagcache::Primitives& cache) { cache.set_enabled(false); };
  const auto read_only = [](tagcache::Primitives& cache) { cache.set_read_only(true); };
  const auto set = writes([](TableWorld& world) { world.cache.set<Value>("key", Value(2), world.tags); });
  const auto invalidate = writes([](TableWorld& world) { world.cache.invalidate(world.tags.front()); });
  return {
      switched("switched off: a query", off, reads({})),
      switched("switched off: a query whose load fails", off, fails({})),
      switched("switched off: `get`", off, gets(tagcache::Accept::in_grace)),
      switched("switched off: `set`", off, set),
      switched("switched off: `invalidate`", off, invalidate),
      switched("read-only: a query", read_only, reads({})),
      switched("read-only: a query whose load fails", read_only, fails({})),
      switched("read-only: `get`", read_only, gets(tagcache::Accept::in_grace)),
      switched("read-only: `set`", read_only, set),
      switched("read-only: `invalidate`", read_only, invalidate),
  };
}

}  // namespace

std::vector<Row> rows() {
  std::vector<Row> all;
  for (auto part : {queries(), looks(), loads(), changes(), switches()}) {
    for (Row& row : part) all.push_back(std::move(row));
  }
  return all;
}
