#include <stdexcept>
#include <string>
#include <tagcache/primitives.hpp>
#include <utility>

#include "option_checks.hpp"
#include "reader.hpp"

namespace tagcache {
namespace {

/// What the comments of QueryOptions call the last resort.
CacheOptions last_resort() {
  return {.prefix = "tagcache",
          .defaults = {.ttl = std::chrono::seconds(30),
                       .grace = Duration::zero(),
                       .error_ttl = Duration::zero(),
                       .idle_ttl = Duration::zero(),
                       .jitter = 0,
                       .refresh_ahead = Duration::zero(),
                       .soft_timeout = Duration::zero(),
                       .hard_timeout = Duration::zero(),
                       .on_invalidate = OnInvalidate::reload,
                       .consistency = Consistency::local,
                       .single_flight = true,
                       .verify = 0,
                       .layers = Layers::all},
          .clock = steady_clock(),
          .randomness = seeded_randomness()};
}

CacheOptions complete(CacheOptions options) {
  detail::check(options.defaults);
  options = filled(std::move(options), last_resort());
  if (!options.executor) options.executor = background_threads();
  return options;
}

std::shared_ptr<Store> checked(std::shared_ptr<Store> store) {
  if (!store) throw std::invalid_argument("a cache needs a store: pass tagcache::memory()");
  return store;
}

}  // namespace

class Primitives::State {
 public:
  State(std::shared_ptr<Store> given, CacheOptions given_options, std::span<const std::string_view> queries)
      : store(checked(std::move(given))),
        options(complete(std::move(given_options))),
        witness(options, queries),
        reader(*store, options, witness) {}

  State(const State&) = delete;
  State& operator=(const State&) = delete;

  const std::shared_ptr<Store> store;
  const CacheOptions options;
  detail::Witness witness;
  detail::Reader reader;
};

Primitives::Primitives(std::shared_ptr<Store> store, CacheOptions options, std::span<const std::string_view> queries)
    : state_(std::make_shared<State>(std::move(store), std::move(options), queries)) {
  state_->reader.owned_by(state_);
}

Primitives::~Primitives() { state_->reader.end(); }

std::string_view Primitives::prefix() const noexcept { return *state_->options.prefix; }

detail::Outcome Primitives::run(const detail::ReadCall& call) {
  detail::check(call.options);
  return state_->reader.read(call);
}

std::optional<detail::Outcome> Primitives::read_now(const detail::ReadCall& call) {
  detail::check(call.options);
  return state_->reader.read_now(call);
}

std::shared_ptr<detail::Pending> Primitives::read_later(const detail::ReadCall& call,
                                                        std::unique_ptr<detail::Completion> completion) {
  return state_->reader.read_later(call, std::move(completion));
}

void Primitives::refresh(const detail::ReadCall& call) {
  detail::check(call.options);
  state_->reader.refresh(call, detail::Purpose::warming);
}

std::optional<detail::Outcome> Primitives::find(std::string_view key, const detail::ValueType& type, Accept accept) {
  const auto parts = tagcache::key(key);
  const auto no_tags = [] { return TagSet(); };
  return state_->reader.get({key_view({}, detail::hash_name({}), parts), type, no_tags, state_->options.clock->now()},
                            accept);
}

void Primitives::store(std::string_view key, detail::NewEntry entry, TagSet tags, const QueryOptions& options) {
  detail::check(options);
  const auto parts = tagcache::key(key);
  const KeyView view = key_view({}, detail::hash_name({}), parts);
  const TimePoint now = state_->options.clock->now();
  entry->tags = std::move(tags);
  entry->created_at = now;
  if (!state_->reader.date(*entry, options, now)) {
    state_->store->erase(view);
    return;
  }
  const auto stored_tags = [&entry] { return entry->tags; };
  const detail::EffectiveOptions effective(options, state_->options.defaults);
  state_->store->set({view, *entry->type, stored_tags, now, effective.layers(), effective.consistency()}, entry);
}

void Primitives::del(std::string_view key) {
  const auto parts = tagcache::key(key);
  state_->store->erase(key_view({}, detail::hash_name({}), parts));
}

void Primitives::invalidate(const Tag& tag, Reach reach) { invalidate({Invalidation{tag, reach}}); }

void Primitives::invalidate(std::span<const Invalidation> invalidations) {
  if (invalidations.empty()) return;
  state_->witness.invalidated(invalidations);
  state_->store->invalidate(invalidations);
}

void Primitives::invalidate(std::initializer_list<Invalidation> invalidations) {
  invalidate(std::span(invalidations.begin(), invalidations.size()));
}

Stats Primitives::stats() const { return state_->witness.stats(); }

void Primitives::reset_stats() { state_->witness.reset(); }

void Primitives::clear() {
  state_->witness.cleared();
  state_->store->clear(prefix());
}

void Primitives::run_unblocked(std::function<void()> work) {
  if (!state_->store->blocks() || !state_->reader.run_in_background(work)) work();
}

Shutdown Primitives::shutdown(Duration patience) { return state_->reader.shutdown(patience); }

void Primitives::disconnect() {
  state_->reader.close();
  state_->store->disconnect();
}

}  // namespace tagcache
