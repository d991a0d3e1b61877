#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tagcache/layered.hpp>
#include <tagcache/primitives.hpp>
#include <tuple>
#include <utility>
#include <vector>

#include "memory/engine.hpp"
#include "option_checks.hpp"
#include "reader.hpp"
#include "seeing/health.hpp"

namespace tagcache {
namespace {

/// What the comments of QueryOptions call the last resort.
CacheOptions last_resort(const Store& store) {
  return {.prefix = "tagcache",
          .defaults = {.ttl = std::chrono::seconds(30),
                       .grace = Duration::zero(),
                       .error_ttl = Duration::zero(),
                       .refresh_pause = std::chrono::seconds(1),
                       .idle_ttl = Duration::zero(),
                       .jitter = 0,
                       .refresh_ahead = Duration::zero(),
                       .soft_timeout = Duration::zero(),
                       .hard_timeout = Duration::zero(),
                       .on_invalidate = OnInvalidate::reload,
                       .consistency = Consistency::local,
                       .single_flight = true,
                       .lease = Duration::zero(),
                       .verify = store.collects_reports() ? 0.1 : 0,
                       .layers = Layers::all},
          .clock = steady_clock(),
          .randomness = seeded_randomness(),
          .warming = {.awaited = false, .at_once = 5, .time_limit = std::chrono::seconds(10)},
          .verifications_per_second = 100,
          .verification_replaces = false};
}

CacheOptions complete(CacheOptions options, const Store& store) {
  detail::check(options.defaults);
  if (options.warming.time_limit) detail::not_negative("warming.time_limit", *options.warming.time_limit);
  options = filled(std::move(options), last_resort(store));
  if (!options.executor) options.executor = background_threads();
  return options;
}

std::shared_ptr<Store> checked(std::shared_ptr<Store> store) {
  if (!store) throw std::invalid_argument("a cache needs a store: pass tagcache::memory()");
  return store;
}

/// Each once, in their order; nothing when there are no doubles.
std::vector<Invalidation> without_doubles(std::span<const Invalidation> invalidations) {
  if (invalidations.size() == 1) return {};
  std::vector<std::size_t> places(invalidations.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  const auto said = [&](std::size_t place) {
    const Invalidation& each = invalidations[place];
    return std::tuple(each.tag.bytes(), each.reach, each.becomes);
  };
  std::sort(places.begin(), places.end(), [&](std::size_t left, std::size_t right) {
    return std::tuple(said(left), left) < std::tuple(said(right), right);
  });
  const auto same = [&](std::size_t left, std::size_t right) { return said(left) == said(right); };
  const auto doubles = std::unique(places.begin(), places.end(), same);  // the first of each stays
  if (doubles == places.end()) return {};
  places.erase(doubles, places.end());
  std::sort(places.begin(), places.end());
  std::vector<Invalidation> once;
  for (const std::size_t place : places) once.push_back(invalidations[place]);
  return once;
}

}  // namespace

class CacheControls::State {
 public:
  State(std::shared_ptr<Store> given, CacheOptions given_options, std::span<const std::string_view> queries)
      : store(checked(std::move(given))),
        options(complete(std::move(given_options), *store)),
        witness(options, queries),
        gate(*store, witness, options.enabled.value_or(true), options.read_only.value_or(false)),
        own_prefix(detail::key_prefix(options)),
        key_prefix(gate.interned(own_prefix)),
        reader(gate, options, witness, queries.size() + 1) {}

  State(const State&) = delete;
  State& operator=(const State&) = delete;

  const std::shared_ptr<Store> store;
  const CacheOptions options;
  detail::Witness witness;
  detail::GatedStore gate;  // what the cache itself asks
  const std::string own_prefix;
  const std::string_view key_prefix;
  detail::Reader reader;
};

CacheControls::CacheControls(std::shared_ptr<State> state) noexcept : state_(std::move(state)) {}

CacheControls::~CacheControls() = default;

Primitives::Primitives(std::shared_ptr<Store> store, CacheOptions options, std::span<const std::string_view> queries)
    : ManyReads(std::make_shared<State>(std::move(store), std::move(options), queries)) {
  state_->reader.owned_by(state_);
}

Primitives::Primitives(ForWork, std::shared_ptr<State> state) noexcept
    : ManyReads(std::move(state)), ends_cache_(false) {}

Primitives::~Primitives() {
  if (ends_cache_) state_->reader.end();
}

UntypedReads::UntypedReads(std::shared_ptr<State> state) noexcept
    : CacheControls(std::move(state)), prefix_(state_->key_prefix) {}

detail::Outcome UntypedReads::hit(const detail::HitCall& call) { return state_->reader.hit(call); }

std::size_t UntypedReads::room_beside(const KeyView& key, const detail::ValueType& type,
                                      const QueryOptions& options) const noexcept {
  const detail::EffectiveOptions effective(options, state_->options.defaults);
  if (effective.layers() == Layers::remote) return 0;
  return state_->gate.room_beside(key, type, effective.idle_ttl() > Duration::zero());
}

std::vector<detail::Outcome> UntypedReads::run_many(const detail::ManyCall& call) {
  detail::check(call.options);
  return state_->reader.read_many(call);
}

std::shared_ptr<detail::Pending> UntypedReads::read_many_later(const detail::ManyCall& call,
                                                               std::unique_ptr<detail::ManyCompletion> completion) {
  detail::check(call.options);
  return state_->reader.read_many_later(call, std::move(completion));
}

void UntypedReads::find_many(std::span<const std::string> keys, const detail::ValueType& type,
                             const detail::ValueCodec* codec, Accept accept,
                             detail::FunctionView<void(detail::Outcome*)> found) {
  using Parts = decltype(key(std::string_view()));
  std::vector<Parts> parts;
  for (const std::string& text : keys) parts.push_back(key(std::string_view(text)));
  std::vector<KeyView> views;
  for (const Parts& each : parts) views.push_back(key_view({}, detail::hash_name({}), each));
  const auto no_tags = [] { return TagSet(); };
  const TimePoint now = state_->options.clock->now();
  const QueryOptions& defaults = state_->options.defaults;
  std::vector<Request> requests;
  for (const KeyView& view : views)
    requests.push_back({view, type, no_tags, now, *defaults.layers, *defaults.consistency, codec});
  for (auto& outcome : state_->reader.get_many(requests, accept)) found(outcome ? &*outcome : nullptr);
}

detail::Outcome UntypedReads::run(const detail::ReadCall& call) {
  detail::check(call.options);
  return state_->reader.read(call);
}

std::optional<detail::Outcome> UntypedReads::read_now(const detail::ReadCall& call, detail::Glance& glance) {
  detail::check(call.options);
  return state_->reader.read_now(call, glance);
}

std::shared_ptr<detail::Pending> UntypedReads::read_later(const detail::ReadCall& call,
                                                          std::unique_ptr<detail::Completion> completion,
                                                          detail::Glance glance) {
  return state_->reader.read_later(call, std::move(completion), std::move(glance));
}

void UntypedReads::refresh(const detail::ReadCall& call) {
  detail::check(call.options);
  state_->reader.warm(call);
}

bool UntypedReads::awaits_warming() const noexcept { return state_->reader.awaits_warming(); }

std::optional<detail::Outcome> UntypedReads::present(const detail::PresentCall& call) {
  detail::check(call.options);
  return state_->reader.read_present(call);
}

void UntypedReads::present_many(const detail::ManyPresentCall& call,
                                detail::FunctionView<void(detail::Outcome*)> found) {
  detail::check(call.options);
  for (auto& outcome : state_->reader.read_present_many(call)) found(outcome ? &*outcome : nullptr);
}

std::optional<detail::Outcome> UntypedReads::find(std::string_view key, const detail::ValueType& type,
                                                  const detail::ValueCodec* codec, Accept accept) {
  const auto parts = tagcache::key(key);
  const auto no_tags = [] { return TagSet(); };
  const QueryOptions& defaults = state_->options.defaults;
  return state_->reader.get({key_view({}, detail::hash_name({}), parts), type, no_tags, state_->options.clock->now(),
                             *defaults.layers, *defaults.consistency, codec},
                            accept);
}

void Primitives::store(std::string_view key, detail::NewEntry entry, const detail::ValueCodec* codec, TagSet tags,
                       const QueryOptions& options) {
  detail::check(options);
  const auto parts = tagcache::key(key);
  const KeyView view = key_view({}, detail::hash_name({}), parts);
  const TimePoint now = state_->options.clock->now();
  entry->tags = std::move(tags);
  entry->created_at = now;
  if (!state_->reader.date(*entry, options, {}, now)) {
    state_->gate.erase(view);
    return;
  }
  const auto stored_tags = [&entry] { return entry->tags; };
  const detail::EffectiveOptions effective(options, state_->options.defaults);
  state_->gate.set({view, entry->type(), stored_tags, now, effective.layers(), effective.consistency(), codec}, entry);
}

void Primitives::del(std::string_view key) {
  const auto parts = tagcache::key(key);
  state_->gate.erase(key_view({}, detail::hash_name({}), parts));
}

void Primitives::invalidate(const Tag& tag, Reach reach) { invalidate({Invalidation{tag, reach}}); }

void Primitives::invalidate(std::span<const Invalidation> invalidations) {
  if (invalidations.empty()) return;
  const std::vector<Invalidation> once = without_doubles(invalidations);
  const std::span<const Invalidation> told = once.empty() ? invalidations : once;
  state_->gate.invalidate(told);
  state_->witness.invalidated(told);
}

void Primitives::invalidate(std::initializer_list<Invalidation> invalidations) {
  invalidate(std::span(invalidations.begin(), invalidations.size()));
}

void Primitives::expire(const Tag& tag, Reach reach) { invalidate({Invalidation{tag, reach, Becomes::expired}}); }

void Primitives::expire(std::string_view key) {
  const auto parts = tagcache::key(key);
  state_->gate.expire(key_view({}, detail::hash_name({}), parts));
}

Stats CacheControls::stats() const {
  Stats stats = state_->witness.stats();
  stats.undelivered = state_->gate.undelivered();
  if (const auto* memory = state_->store->engine()) stats.memory = memory->stats();
  if (const auto* layered = dynamic_cast<const LayeredStore*>(state_->store.get())) stats.layered = layered->stats();
  const QueryStats total = stats.total();
  stats.health = detail::judge({.store_errors_in_a_row = state_->witness.store_errors_in_a_row(),
                                .remote_errors_in_a_row = stats.layered ? stats.layered->failures_in_a_row : 0,
                                .deaf = stats.layered && !stats.layered->hears,
                                .undelivered = stats.undelivered,
                                .refusals_in_a_row = state_->witness.refusals_in_a_row(),
                                .stopped = state_->reader.closed(),
                                .enabled = state_->gate.enabled(),
                                .read_only = state_->gate.read_only(),
                                .verified = total.verified,
                                .found_stale = total.found_stale});
  return stats;
}

void CacheControls::reset_stats() { state_->witness.reset(); }

void Primitives::clear() {
  state_->gate.clear(state_->key_prefix);
  state_->witness.cleared();
}

void CacheControls::set_enabled(bool enabled) noexcept { state_->gate.set_enabled(enabled); }

void CacheControls::set_read_only(bool read_only) noexcept { state_->gate.set_read_only(read_only); }

void Primitives::run_unblocked(std::function<void(Primitives&)> work, std::span<const Invalidation> meant) {
  if (state_->store->blocks()) {
    const auto pledge = state_->gate.pledge(meant);
    const auto in_background = [weak = std::weak_ptr(state_), work, pledge] {
      pledge->redeem();
      Primitives cache(ForWork(), weak.lock());  // there is one: work that runs keeps it
      work(cache);
    };
    if (state_->reader.run_in_background(in_background)) return;
    pledge->redeem();
  }
  work(*this);
}

Shutdown CacheControls::shutdown(Duration patience) { return state_->reader.shutdown(patience); }

void CacheControls::disconnect() {
  state_->reader.close();
  state_->store->disconnect();
}

}  // namespace tagcache
