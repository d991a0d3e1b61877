#include "crowd.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/memory.hpp>
#include <tagcache/primitives.hpp>
#include <tagcache/testing/manual_clock.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "chance.hpp"
#include "faulty_store.hpp"
#include "steps_left.hpp"
#include "witness.hpp"

namespace model {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t steps_in_a_round = 1'000;  ///< of a thread
constexpr std::size_t few_entries = 6;             ///< fewer than there are keys

struct LoadFailed {};

/// Each key has its options and tags; a load reads keys behind its own only, so that none ever asks for itself.
struct SharedKey {
  std::string_view text;
  TagMask tags;
  tagcache::QueryOptions options;
};

const std::array<SharedKey, shared_keys>& keys() {
  using tagcache::OnInvalidate;
  static const std::array<SharedKey, shared_keys> all{{
      {"t0", 1U << 2, {.ttl = 4ms}},
      {"t1", 1U << 1 | 1U << 5, {.ttl = 4ms, .grace = 6ms}},
      {"t2", 1U << 2 | 1U << 4, {.ttl = 4ms, .grace = 6ms, .on_invalidate = OnInvalidate::serve_stale}},
      {"t3", 1U << 3, {.ttl = 5ms, .grace = 6ms, .refresh_ahead = 3ms}},
      {"t4", 1U << 1, {.ttl = 3ms, .grace = 6ms, .soft_timeout = 2ms}},
      {"t5", 1U << 5, {.ttl = 3ms, .hard_timeout = 2ms}},
      {"t6", 1U << 7, {.ttl = 3ms, .grace = 4ms, .error_ttl = 3ms}},
      {"t7", 1U << 6 | 1U << 3, {.ttl = 4ms, .grace = 6ms, .idle_ttl = 3ms, .memory_ttl = 2ms, .single_flight = false}},
  }};
  return all;
}

/// The keys that an invalidation reaches.
std::uint32_t reached(TagMask tags, TagMask exact) {
  std::uint32_t found = 0;
  for (std::size_t key = 0; key < shared_keys; ++key) {
    for (std::size_t tag = 0; tag < tag_count; ++tag) {
      if ((keys()[key].tags >> tag & 1U) == 0) continue;
      TagMask reaching = exact & 1U << tag;
      for (int above = static_cast<int>(tag); above >= 0; above = tag_facts[static_cast<std::size_t>(above)].parent) {
        reaching |= tags & ~exact & 1U << above;
      }
      if (reaching != 0) found |= 1U << key;
    }
  }
  return found;
}

std::size_t key_of(std::string_view text) {
  const auto is_it = [text](const SharedKey& key) { return key.text == text; };
  return static_cast<std::size_t>(std::find_if(keys().begin(), keys().end(), is_it) - keys().begin());
}

std::string_view text_of(tagcache::Status status) {
  static constexpr std::array<std::string_view, 5> texts{"hit", "stale", "miss", "reloaded", "fallback"};
  return texts[static_cast<std::size_t>(status)];
}

Witness::Allowed allowed(tagcache::Status status, const tagcache::QueryOptions& options) {
  const bool serves_stale = options.on_invalidate == tagcache::OnInvalidate::serve_stale;
  if (status == tagcache::Status::fallback) return Witness::Allowed::invalidated;
  if (status != tagcache::Status::stale) return Witness::Allowed::nothing;
  return serves_stale ? Witness::Allowed::invalidated : Witness::Allowed::expired;
}

/// Failures of the store, for each thread by itself. They part flights as an invalidation does, and so does telling the
/// store later what it could not be told: in a storm nobody can say who shares a load.
struct Weather {
  Chance chance;
  bool stormy;
};
thread_local Weather weather{Chance(0), false};

class Round {
 public:
  Round(std::shared_ptr<tagcache::Executor> executor, bool stormy, bool evicts)
      : executor_(std::move(executor)), stormy_(stormy), max_entries_(evicts ? few_entries : 100) {}

  std::string broken_promise(std::size_t threads, std::uint64_t seed) {
    for (std::size_t thread = 0; thread < threads; ++thread) set_ended_.emplace_back(steps_in_a_round);
    StepsLeft steps_left(threads * steps_in_a_round);
    std::barrier start(static_cast<std::ptrdiff_t>(threads));
    std::vector<std::thread> running;
    for (std::size_t thread = 0; thread < threads; ++thread) {
      running.emplace_back([this, thread, seed, &start, &steps_left] {
        Chance chance(Chance(seed + thread).next());
        weather = {Chance(seed ^ thread), stormy_};
        start.arrive_and_wait();
        for (std::uint64_t step = 0; step < steps_in_a_round; ++step) {
          do_step(chance, thread, step);
          if (steps_left.one_done() % 12 == 0) move_the_clock(chance);
        }
      });
    }
    Chance chance(seed);
    steps_left.await_end([&] { move_the_clock(chance); });
    for (std::thread& thread : running) thread.join();
    // Waits for all work in the background, and tells the store what it could not be told.
    static_cast<void>(cache_->shutdown(tagcache::Duration::max()));
    cache_.reset();
    look_at_the_end();
    return witness_.first_complaint();
  }

 private:
  bool store_fails(StoreCall);
  void do_step(Chance& chance, std::size_t thread, std::uint64_t step);
  void query(std::size_t key);
  void force(std::size_t key);
  void read(std::size_t key, bool forces);
  void read_many(Chance& chance, bool forces);
  void get(tagcache::Primitives& cache, std::size_t key);
  void set(Chance& chance, std::size_t key, std::atomic<std::uint64_t>& ended);
  void del(std::size_t key);
  void invalidate(Chance& chance);
  void clear();
  void move_the_clock(Chance& chance);
  void look_at_the_end();
  tagcache::Loaded<Seen> load(std::size_t key, const Witness::Quiet& asked, std::uint64_t asked_at);
  std::vector<tagcache::Loaded<Seen>> load_many(std::span<const std::string> missing,
                                                const std::array<Witness::Quiet, shared_keys>& asked,
                                                std::uint64_t asked_at);
  void read_behind(std::size_t key, Chance& chance);
  template <class Write>
  bool write(std::uint32_t disturbed_keys, const Write& write);

  const std::shared_ptr<tagcache::Executor> executor_;
  const bool stormy_;
  const std::size_t max_entries_;
  Witness witness_;
  std::vector<std::vector<std::atomic<std::uint64_t>>> set_ended_;  ///< of a thread, of its steps
  std::shared_ptr<tagcache::testing::ManualClock> clock_ = std::make_shared<tagcache::testing::ManualClock>();
  std::shared_ptr<tagcache::Store> memory_ = tagcache::memory({.max_entries = max_entries_});
  std::shared_ptr<tagcache::Store> store_ =
      std::make_shared<FaultyStore>(memory_, stormy_, [this](StoreCall call) { return store_fails(call); });
  std::optional<tagcache::Primitives> cache_{std::in_place, store_,
                                             tagcache::CacheOptions{.clock = clock_, .executor = executor_}};
};

bool Round::store_fails(StoreCall) { return weather.stormy && weather.chance.one_in(100); }

void Round::do_step(Chance& chance, std::size_t thread, std::uint64_t step) {
  const std::size_t key = chance.below(shared_keys);
  const std::uint32_t die = chance.below(100);
  if (die < 51) return query(key);
  if (die < 54) return force(key);
  if (die < 61) return read_many(chance, false);
  if (die < 62) return read_many(chance, true);
  if (die < 70) return get(*cache_, key);
  if (die < 75) return set(chance, key, set_ended_[thread][step]);
  if (die < 79) return del(key);
  if (die < 89) return invalidate(chance);
  if (die < 90) return clear();
  std::this_thread::yield();
}

/// Every few steps; also when nobody gets on, since readers with a timeout may hold up the rest.
void Round::move_the_clock(Chance& chance) { clock_->advance(std::chrono::milliseconds(chance.below(4))); }

void Round::query(std::size_t key) { read(key, false); }

/// Its load runs beside one that began before.
void Round::force(std::size_t key) {
  witness_.disturbs(1U << key);
  read(key, true);
  witness_.disturbed(1U << key);
}

void Round::read(std::size_t key, bool forces) {
  const SharedKey& shared = keys()[key];
  const Witness::Quiet asked = witness_.quiet(key);
  const Witness::Before before = witness_.before(key);
  const std::uint64_t newest = witness_.newest(key);
  const std::uint64_t began = witness_.tick();
  const auto loader = [this, key, asked, began] { return load(key, asked, began); };
  const tagcache::TagSet tags = tags_of(shared.tags);
  try {
    const auto handle = forces ? cache_->query<Seen>(tagcache::force_refresh, shared.text, tags, loader, shared.options)
                               : cache_->query<Seen>(shared.text, tags, loader, shared.options);
    witness_.served(key, before, *handle, allowed(handle.status(), shared.options), text_of(handle.status()));
    if (handle.status() == tagcache::Status::hit && max_entries_ > few_entries) witness_.hit(key, newest, *handle);
    if (forces && handle.status() != tagcache::Status::fallback && handle->tick < began) {
      witness_.complain("a forced read of t" + std::to_string(key) + " got what was loaded before it");
    }
  } catch (const LoadFailed&) {  // NOLINT(bugprone-empty-catch): what a load threw is what its callers get
  } catch (const tagcache::LoadTimeout&) {
    if (!shared.options.hard_timeout) witness_.complain("LoadTimeout of a key without a timeout");
  } catch (const std::exception& error) {
    witness_.complain("a read of t" + std::to_string(key) + " threw: " + error.what());
  }
}

/// Several keys as the options of the first have it, with those that share loads, or do not, as it does.
void Round::read_many(Chance& chance, bool forces) {
  const std::size_t first = chance.below(shared_keys);
  const tagcache::QueryOptions& options = keys()[first].options;
  std::vector<std::size_t> wanted{first};
  for (std::size_t key = 0; key < shared_keys; ++key) {
    const bool fits = keys()[key].options.single_flight == options.single_flight;
    if (key != first && fits && chance.one_in(3)) wanted.push_back(key);
  }
  std::vector<std::string> texts;
  std::uint32_t disturbed = 0;
  for (const std::size_t key : wanted) {
    texts.emplace_back(keys()[key].text);
    disturbed |= forces ? 1U << key : 0;
  }
  witness_.disturbs(disturbed);
  std::array<Witness::Quiet, shared_keys> asked{};
  std::vector<Witness::Before> before;
  std::vector<std::uint64_t> newest;
  for (const std::size_t key : wanted) {
    asked[key] = witness_.quiet(key);
    before.push_back(witness_.before(key));
    newest.push_back(witness_.newest(key));
  }
  const std::uint64_t began = witness_.tick();
  const auto tags = [](std::string_view text) { return tags_of(keys()[key_of(text)].tags); };
  const auto loader = [this, asked, began](std::span<const std::string> missing) {
    return load_many(missing, asked, began);
  };
  try {
    const auto handles = forces ? cache_->query_many<Seen>(tagcache::force_refresh, texts, tags, loader, options)
                                : cache_->query_many<Seen>(texts, tags, loader, options);
    for (std::size_t place = 0; place < wanted.size(); ++place) {
      const std::size_t key = wanted[place];
      const auto& handle = handles[place];
      witness_.served(key, before[place], *handle, allowed(handle.status(), options), text_of(handle.status()));
      const bool is_hit = handle.status() == tagcache::Status::hit && max_entries_ > few_entries;
      if (is_hit) witness_.hit(key, newest[place], *handle);
      if (forces && handle.status() != tagcache::Status::fallback && handle->tick < began) {
        witness_.complain("a forced read of several keys got for " + texts[place] + " what was loaded before it");
      }
    }
  } catch (const LoadFailed&) {  // NOLINT(bugprone-empty-catch): as of a single key
  } catch (const tagcache::LoadTimeout&) {
    if (!options.hard_timeout) witness_.complain("LoadTimeout of several keys without a timeout");
  } catch (const std::exception& error) {
    witness_.complain(std::string("a read of several keys threw: ") + error.what());
  }
  witness_.disturbed(disturbed);
}

/// Keys behind all that are being loaded.
void Round::read_behind(std::size_t key, Chance& chance) {
  for (std::uint32_t others = chance.below(4); others > 0; --others) std::this_thread::yield();
  if (key + 1 < shared_keys && chance.one_in(4)) {
    query(key + 1 + chance.below(static_cast<std::uint32_t>(shared_keys - key - 1)));
  }
}

tagcache::Loaded<Seen> Round::load(std::size_t key, const Witness::Quiet& asked, std::uint64_t asked_at) {
  const std::array<std::string, 1> missing{std::string(keys()[key].text)};
  std::array<Witness::Quiet, shared_keys> all{};
  all[key] = asked;
  return std::move(load_many(missing, all, asked_at).front());
}

std::vector<tagcache::Loaded<Seen>> Round::load_many(std::span<const std::string> missing,
                                                     const std::array<Witness::Quiet, shared_keys>& asked,
                                                     std::uint64_t asked_at) {
  std::vector<std::size_t> loading;
  for (const std::string& text : missing) loading.push_back(key_of(text));
  const auto shares = [this](std::size_t key) { return !stormy_ && keys()[key].options.single_flight.value_or(true); };
  for (const std::size_t key : loading) {
    if (shares(key)) witness_.load_begins(key, asked[key]);
  }
  const std::uint64_t tick = witness_.tick();
  Chance chance(tick);
  read_behind(*std::max_element(loading.begin(), loading.end()), chance);
  for (const std::size_t key : loading) {
    if (shares(key)) witness_.load_ends(key, asked[key]);
  }
  if (chance.one_in(8)) throw LoadFailed{};
  std::vector<tagcache::Loaded<Seen>> all;
  for (const std::size_t key : loading) {
    const TagMask result = chance.one_in(4) ? 1U << chance.below(tag_count) : 0;
    const Seen seen{key, tick, nullptr, keys()[key].tags | result, asked_at};
    all.push_back(std::move(tagcache::Loaded<Seen>(seen).tags(tags_of(result))));
  }
  return all;
}

void Round::get(tagcache::Primitives& cache, std::size_t key) {
  const Witness::Before before = witness_.before(key);
  const auto handle = cache.get<Seen>(keys()[key].text);
  if (handle) witness_.served(key, before, **handle, allowed(handle->status(), {}), "get");
}

/// True when the store took it.
template <class Write>
bool Round::write(std::uint32_t disturbed_keys, const Write& write) {
  witness_.disturbs(disturbed_keys);
  bool taken = true;
  try {
    write();
  } catch (const tagcache::StoreError&) {
    taken = false;
    if (!stormy_) witness_.complain("StoreError of a store that works");
  }
  witness_.disturbed(disturbed_keys);
  return taken;
}

void Round::set(Chance& chance, std::size_t key, std::atomic<std::uint64_t>& ended) {
  const SharedKey& shared = keys()[key];
  const TagMask tags = shared.tags | (chance.one_in(4) ? 1U << chance.below(tag_count) : 0);
  const std::uint64_t tick = witness_.tick();
  ended = ~std::uint64_t{0};
  const bool taken = write(
      1U << key, [&] { cache_->set<Seen>(shared.text, Seen{key, tick, &ended, tags}, tags_of(tags), shared.options); });
  ended = witness_.tick();
  if (taken) witness_.written(key, tick);
}

void Round::del(std::size_t key) {
  const std::uint64_t tick = witness_.tick();
  if (write(1U << key, [&] { cache_->del(keys()[key].text); })) witness_.written(key, tick);
}

void Round::invalidate(Chance& chance) {
  TagMask tags = 1U << chance.below(tag_count);
  if (chance.one_in(3)) tags |= 1U << chance.below(tag_count);
  const TagMask exact = chance.one_in(3) ? tags : 0;
  const bool softly = chance.one_in(3);
  std::vector<tagcache::Invalidation> invalidations;
  for (std::size_t number = 0; number < tag_count; ++number) {
    if ((tags >> number & 1U) == 0) continue;
    invalidations.push_back({tag(number), exact != 0 ? tagcache::Reach::exact : tagcache::Reach::prefix,
                             softly ? tagcache::Becomes::expired : tagcache::Becomes::invalidated});
  }
  const std::uint64_t tick = witness_.tick();
  write(reached(tags, exact), [&] { cache_->invalidate(invalidations); });
  witness_.moved(tags, exact, softly, tick);  // also when the store could not be told
}

void Round::clear() {
  const std::uint64_t tick = witness_.tick();
  if (write(~0U, [&] { cache_->clear(); })) witness_.cleared(tick);
}

/// All is quiet: what is served now obeys all that was done, and there is no more of it than the bound allows.
void Round::look_at_the_end() {
  tagcache::Primitives cache(memory_, {.clock = clock_, .executor = executor_});
  std::size_t kept = 0;
  for (std::size_t key = 0; key < shared_keys; ++key) {
    get(cache, key);
    kept += cache.get<Seen>(keys()[key].text).has_value() ? 1 : 0;
  }
  if (kept > max_entries_) witness_.complain("the store keeps " + std::to_string(kept) + " entries");
}

}  // namespace

std::string broken_promise(std::size_t threads, std::uint64_t steps, std::uint64_t seed) {
  const auto executor = tagcache::background_threads({.threads = 2, .queue_max = 16});
  const std::uint64_t steps_of_a_round = threads * steps_in_a_round;
  for (std::uint64_t done = 0; done < steps; done += steps_of_a_round, ++seed) {
    Round round(executor, seed % 2 == 1, seed % 4 < 2);
    const std::string complaint = round.broken_promise(threads, seed << 8U);
    if (!complaint.empty()) return "seed " + std::to_string(seed) + ": " + complaint;
  }
  return "";
}

}  // namespace model
