#include "table_world.hpp"

#include <span>
#include <string_view>
#include <vector>

using tagcache::Status;

std::string name(State state) {
  static const std::array<std::string, 5> names{"fresh", "expired", "invalidated", "out of grace", "absent"};
  return names[static_cast<std::size_t>(state)];
}

TableWorld::TableWorld(State state) : before(state) {
  clock->on_wait = [this](tagcache::TimePoint) { executor->run_all(); };
  if (state == State::absent) return;
  static_cast<void>(cache.query<Value>("key", tags, [] { return Value(1); }, filled({})));
  if (state == State::invalidated) cache.invalidate(tags.front());
  if (state == State::expired) clock->advance(10s);
  if (state == State::out_of_grace) clock->advance(1h + 10s);
}

std::function<tagcache::Loaded<Value>(const tagcache::Previous<Value>&)> TableWorld::loader() {
  return [this](const tagcache::Previous<Value>& previous) {
    ++*loaded_;
    return loads(previous);
  };
}

std::optional<tagcache::Handle<Value>> TableWorld::present(const QueryOptions& options) {
  return cache.query<Value>(tagcache::if_present, "key", tags, filled(options));
}

auto TableWorld::many_loader() {
  return [load = loader()](std::span<const std::string> missing, std::span<const tagcache::Previous<Value>> previous) {
    std::vector<tagcache::Loaded<Value>> values;
    for (std::size_t place = 0; place < missing.size(); ++place) {
      values.push_back(missing[place] == "key" ? load(previous[place]) : tagcache::Loaded<Value>(Value(3)));
    }
    return values;
  };
}

tagcache::Handle<Value> TableWorld::query_many(const QueryOptions& options) {
  const auto tags_of = [this](std::string_view) { return tags; };
  return cache.query_many<Value>(several, tags_of, many_loader(), filled(options)).front();
}

tagcache::Handle<Value> TableWorld::force_many() {
  const auto tags_of = [this](std::string_view) { return tags; };
  return cache.query_many<Value>(tagcache::force_refresh, several, tags_of, many_loader(), filled({})).front();
}

std::optional<tagcache::Handle<Value>> TableWorld::present_many(const QueryOptions& options) {
  const auto tags_of = [this](std::string_view) { return tags; };
  return cache.query_many<Value>(tagcache::if_present, several, tags_of, filled(options)).front();
}

void TableWorld::warm() {
  const auto parts = tagcache::key(std::string_view("key"));
  cache.warm<Value>(
      cache.key_view({}, tagcache::detail::hash_name({}), parts), [this] { return tags; }, [this] { return loader(); },
      filled({}));
}

std::string TableWorld::served(const tagcache::Handle<Value>& handle) const {
  static constexpr std::array<std::string_view, 5> texts{"`hit`", "`stale`", "`miss`", "`reloaded`", "`fallback`"};
  return std::string(texts[static_cast<std::size_t>(handle.status())]);
}

std::string TableWorld::read(const std::function<tagcache::Handle<Value>()>& call) {
  *loaded_ = 0;
  std::string text;
  State expected = before;
  try {
    const auto handle = call();
    text = served(handle);
    if (handle.status() == Status::miss || handle.status() == Status::reloaded) expected = State::fresh;
  } catch (const tagcache::LoadTimeout&) {
    text = "`LoadTimeout`";
  } catch (const std::runtime_error&) {
    text = "the error";
  }
  if (*loaded_ > 0) text = "loads: " + text;
  if (executor->waiting() == 0) return text + unless(expected);
  text += background();
  return text + unless(State::fresh);
}

/// What waits for the executor; it runs.
std::string TableWorld::background() {
  const auto verified = cache.stats().total().verified;
  *loaded_ = 0;
  executor->run_all();
  if (cache.stats().total().verified > verified) return "; a check in the background";
  return *loaded_ > 0 ? "; one load in the background" : "";
}

std::string TableWorld::look(const std::function<std::optional<tagcache::Handle<Value>>()>& call) {
  const auto handle = call();
  const std::string text = handle ? served(*handle) : "nothing";
  return text + (executor->waiting() > 0 ? background() : "") + unless(before);
}

std::string TableWorld::write(const std::function<void()>& call) {
  call();
  const std::string text = executor->waiting() > 0 ? background() : "";
  return name(now()) + text;
}

State TableWorld::now() {
  cache.set_enabled(true);
  if (cache.has<Value>("key", tagcache::Accept::fresh)) return State::fresh;
  if (cache.has<Value>("key")) return State::expired;
  if (present({.on_invalidate = tagcache::OnInvalidate::serve_stale})) return State::invalidated;
  return State::absent;
}

std::string TableWorld::unless(State expected) {
  const State found = now();
  if (expected == State::out_of_grace) expected = State::absent;
  return found == expected ? "" : "; then " + name(found);
}
