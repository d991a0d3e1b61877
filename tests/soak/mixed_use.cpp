#include "mixed_use.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace soak {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t keys = 400'000;
constexpr std::uint32_t sections = 500;
constexpr int steps_of_spell = 50'000;
constexpr std::size_t most_handles = 200;  ///< of a thread: more than it has pins
constexpr std::size_t most_handed_on = 300;

struct LoadFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Few are asked for often, all now and then.
std::uint64_t any_key(model::Chance& chance) {
  const std::uint32_t bound = chance.below(chance.below(keys) + 1) + 1;
  return chance.below(chance.below(chance.below(bound) + 1) + 1);
}

std::string text_of(std::uint64_t key) { return "page:" + std::to_string(key); }

tagcache::Tag section(std::uint64_t number) {
  return tagcache::Tag("site", "sections", tagcache::wild(std::to_string(number)));
}

tagcache::TagSet tags_of(std::uint64_t key) {
  return {section(key % sections), tagcache::Tag("authors", tagcache::wild(std::to_string(key % 5'000)), "pages")};
}

std::size_t length_of(std::uint64_t key) { return 16 + key * 7 % 1'500; }

Page page_of(std::uint64_t key) { return {key, std::string(length_of(key), static_cast<char>('a' + key % 26))}; }

/// Each key has the same ones at all times.
tagcache::QueryOptions options_of(std::uint64_t key) {
  static constexpr std::array<tagcache::Duration, 4> ttls{50ms, 1s, 30s, 10min};
  tagcache::QueryOptions options{.ttl = ttls[key % ttls.size()], .grace = 0ms, .jitter = 0.1};
  if (key % 5 == 0) options.grace = 2s;
  if (key % 7 == 0) options.idle_ttl = 500ms;
  options.weight = sizeof(Page) + length_of(key);
  return options;
}

/// Sometimes it fails, sometimes the value has a tag of its own, or is not to be kept.
tagcache::Loaded<Page> load(std::uint64_t key, std::uint64_t fate) {
  if (fate % 100 == 0) throw LoadFailed("no page");
  tagcache::Loaded<Page> loaded(page_of(key));
  if (fate % 10 == 1) loaded.tags({tagcache::Tag("topics", tagcache::wild(std::to_string(fate % 97)))});
  if (fate % 200 == 2) loaded.ttl(0ms);
  return loaded;
}

}  // namespace

MixedUse::MixedUse(std::uint64_t bytes) : bytes_(bytes) {
  store_ = tagcache::memory({.max_entries = keys,
                             .max_bytes = bytes,
                             .on_removed = [this](const tagcache::Removal& removal) { on_removed(removal); }});
  first_ = std::make_unique<tagcache::Primitives>(store_, tagcache::CacheOptions{.prefix = "first"});
  second_ = std::make_unique<tagcache::Primitives>(store_, tagcache::CacheOptions{.prefix = "second"});
  listener_reads_ = true;
}

void MixedUse::on_removed(const tagcache::Removal& removal) {
  const std::uint64_t number = ++told_of_[static_cast<std::size_t>(removal.cause())];
  if (number % 64 == 0 && listener_reads_) static_cast<void>(second_->get<Page>(text_of(number % 1'000)));
}

void MixedUse::spell(std::uint64_t seed) {
  model::Chance chance(seed);
  Hoard hoard;
  for (int i = 0; i < steps_of_spell; ++i) step(chance, hoard);
}

void MixedUse::step(model::Chance& chance, Hoard& hoard) {
  tagcache::Primitives& cache = chance.one_in(4) ? *second_ : *first_;
  const std::uint32_t die = chance.below(1'000);
  if (die < 900) return read(cache, chance, hoard);
  if (die < 940) return set(cache, chance);
  if (die < 965) return cache.del(text_of(any_key(chance)));
  if (die < 980) return cache.expire(text_of(any_key(chance)));
  if (die < 985) return invalidate(cache, chance);
  if (die < 999) return hand_on(hoard, chance);
  if (chance.one_in(4'000)) return cache.clear();
  if (chance.one_in(100)) return resize(chance);
}

void MixedUse::read(tagcache::Primitives& cache, model::Chance& chance, Hoard& hoard) {
  const std::uint64_t key = any_key(chance);
  const std::uint64_t fate = chance.next();
  try {
    keep(cache.query<Page>(
             text_of(key), tags_of(key), [key, fate] { return load(key, fate); }, options_of(key)),
         chance, hoard);
    if (hoard.handles.back()->key != key) ++wrong_values_;
  } catch (const LoadFailed&) {  // NOLINT(bugprone-empty-catch): what a load threw is what its callers get
  }
}

void MixedUse::set(tagcache::Primitives& cache, model::Chance& chance) {
  const std::uint64_t key = any_key(chance);
  cache.set(text_of(key), page_of(key), tags_of(key), options_of(key));
  ++sets_;
}

void MixedUse::invalidate(tagcache::Primitives& cache, model::Chance& chance) {
  if (chance.one_in(20'000)) return cache.invalidate(tagcache::Tag("site"));
  if (chance.one_in(10)) return cache.expire(section(chance.below(sections)));
  if (chance.one_in(3))
    return cache.invalidate(tagcache::Tag("topics", tagcache::wild(std::to_string(chance.below(97)))));
  if (chance.one_in(10)) return cache.invalidate(section(chance.below(sections)));
  cache.invalidate({{tagcache::Tag("authors", tagcache::wild(std::to_string(chance.below(5'000))))},
                    {tagcache::Tag("authors", tagcache::wild(std::to_string(chance.below(5'000))))}});
}

void MixedUse::resize(model::Chance& chance) {
  store_->resize(keys, bytes_ - bytes_ / 2 / (1 + chance.below(4)));
  store_->resize(keys, bytes_);
}

void MixedUse::keep(Held handle, model::Chance& chance, Hoard& hoard) {
  if (chance.one_in(50)) hoard.shared.push_back(handle.share());
  if (hoard.shared.size() > most_handles) hoard.shared.clear();
  if (hoard.handles.size() == most_handles) hoard.handles.erase(hoard.handles.begin(), hoard.handles.end() - 5);
  if (!hoard.handles.empty() && !chance.one_in(20)) hoard.handles.pop_back();  // most are let go of at once
  hoard.handles.push_back(std::move(handle));
}

/// To whichever thread comes next, and takes from whichever came before.
void MixedUse::hand_on(Hoard& hoard, model::Chance& chance) {
  const std::lock_guard lock(handed_on_mutex_);
  std::vector<Held>& others = handed_on_;
  if (others.size() >= most_handed_on) others.erase(others.begin(), others.begin() + most_handed_on / 2);
  if (!others.empty() && chance.one_in(2)) {
    hoard.handles.push_back(std::move(others.back()));
    others.pop_back();
  }
  if (!hoard.handles.empty()) {
    std::swap(hoard.handles.front(), hoard.handles.back());
    others.push_back(std::move(hoard.handles.back()));
    hoard.handles.pop_back();
  }
}

tagcache::QueryStats MixedUse::reads() const {
  tagcache::QueryStats sum = first_->stats().total();
  return sum += second_->stats().total();
}

void MixedUse::settle() {
  static_cast<void>(first_->shutdown(tagcache::Duration::max()));
  static_cast<void>(second_->shutdown(tagcache::Duration::max()));
  handed_on_.clear();
}

tagcache::MemoryStats MixedUse::disconnect() {
  listener_reads_ = false;
  first_->disconnect();
  return memory();
}

void MixedUse::end() {
  first_.reset();
  second_.reset();
  store_.reset();
}

}  // namespace soak
