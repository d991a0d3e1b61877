#include "recording.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/memory.hpp>
#include <tagcache/primitives.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "chance.hpp"

namespace linearizability {
namespace {

constexpr std::array<std::string_view, keys> names{"a", "b"};
constexpr TagMask told = 8;  ///< the tag that some values tell

const std::array<tagcache::Tag, 4>& tags() {
  static const std::array<tagcache::Tag, 4> all{tagcache::Tag("t", "1"), tagcache::Tag("t", "2"), tagcache::Tag("u"),
                                                tagcache::Tag("told")};
  return all;
}

/// Those that a read of the key names.
const tagcache::TagSet& tags_of(std::uint8_t key) {
  static const std::array<tagcache::TagSet, keys> all{tagcache::TagSet{tags()[0], tags()[2]},
                                                      tagcache::TagSet{tags()[1]}};
  return all[key];
}
constexpr std::array<TagMask, keys> masks{1 | 4, 2};

std::uint8_t number_of(std::string_view name) { return name == names[0] ? 0 : 1; }

bool tells(Value value) { return value % 3 == 0; }

struct Movement {
  std::vector<tagcache::Invalidation> invalidations;
  TagMask reached;
  bool is_expiry = false;
};

const std::vector<Movement>& movements() {
  using enum tagcache::Becomes;
  using enum tagcache::Reach;
  static const std::vector<Movement> all{
      {{{tagcache::Tag("t")}}, 1 | 2},
      {{{tags()[0]}}, 1},
      {{{tags()[1], exact}}, 2},
      {{{tags()[2]}, {tags()[1]}}, 4 | 2},
      {{{tags()[1]}, {tags()[0]}}, 2 | 1},
      {{{tags()[3]}}, told},
      {{{tagcache::Tag("t"), exact}}, 0},
      {{{tags()[1], prefix, expired}}, 2, true},
      {{{tags()[0], prefix, expired}, {tags()[1], prefix, expired}}, 1 | 2, true},
  };
  return all;
}

/// Now nothing, now a little, now as long as others like.
void pause(model::Chance& chance) {
  const std::uint32_t die = chance.below(8);
  if (die < 3) return;
  if (die == 3) return std::this_thread::yield();
  for (std::uint32_t turns = chance.below(1U << die) * 4; turns > 0; --turns) {
    std::atomic_signal_fence(std::memory_order_seq_cst);
  }
}

/// One history: a cache of its own, and the time.
struct Scene {
  explicit Scene(std::uint64_t given_seed) : seed(given_seed), chance(given_seed) {}

  [[nodiscard]] std::uint64_t now() { return clock.fetch_add(1) + 1; }
  [[nodiscard]] Value new_value() { return static_cast<Value>(values.fetch_add(1) + 1); }

  const std::uint64_t seed;
  model::Chance chance;
  const std::size_t threads = 2 + chance.below(3);
  const int actions = static_cast<int>(12 / threads + chance.below(4));
  const bool may_forget = chance.one_in(3);
  const std::shared_ptr<tagcache::MemoryStore> store = tagcache::memory({.max_entries = may_forget ? 1U : 100U});
  tagcache::Primitives cache{store};
  std::atomic<std::uint64_t> clock = 0;
  std::atomic<std::uint32_t> values = 0;
};

/// One thread in a history.
class Player {
 public:
  Player(Scene& scene, std::uint8_t number) : scene_(scene), number_(number), chance_(scene.seed * 31 + number) {}

  [[nodiscard]] std::vector<Step> play() {
    for (int i = 0; i < scene_.actions; ++i) {
      pause(chance_);
      act();
    }
    return std::move(steps_);
  }

 private:
  void act() {
    const auto key = static_cast<std::uint8_t>(chance_.below(keys));
    const std::uint32_t die = chance_.below(100);
    if (die < 42) return query(key);
    if (die < 50) return query_all();
    if (die < 62) return get(key);
    if (die < 68) return set(key);
    if (die < 74) return note({.kind = Kind::deletes, .key = key}, [&] { scene_.cache.del(names[key]); });
    if (die < 78) return note({.kind = Kind::expires, .key = key}, [&] { scene_.cache.expire(names[key]); });
    if (die < 80) return note({.kind = Kind::clears}, [&] { scene_.cache.clear(); });
    if (die < 84 && scene_.may_forget) return scene_.store->resize(1 + chance_.below(3));
    const Movement& movement = movements()[chance_.below(static_cast<std::uint32_t>(movements().size()))];
    note({.kind = Kind::moves, .tags = movement.reached, .is_expiry = movement.is_expiry},
         [&] { scene_.cache.invalidate(movement.invalidations); });
  }

  template <class Call>
  void note(Step step, const Call& call) {
    step.begin = scene_.now();
    call();
    step.end = scene_.now();
    add(step);
  }

  void query(std::uint8_t key) {
    const std::uint64_t begin = scene_.now();
    const auto load = [&] { return std::move(loads({{key}}, begin).front()); };
    const auto handle = scene_.cache.query<Value>(names[key], tags_of(key), load);
    ended(begin, key, {&handle, 1});
  }

  void query_all() {
    const std::uint64_t begin = scene_.now();
    static const std::vector<std::string> all(names.begin(), names.end());
    const auto load = [&](std::span<const std::string> missing) {
      std::vector<std::uint8_t> numbers;
      for (const std::string& name : missing) numbers.push_back(number_of(name));
      return loads(numbers, begin);
    };
    const auto handles =
        scene_.cache.query_many<Value>(all, [](std::string_view name) { return tags_of(number_of(name)); }, load);
    ended(begin, 0, handles);
  }

  /// A loader, in a call that began then.
  [[nodiscard]] std::vector<tagcache::Loaded<Value>> loads(std::span<const std::uint8_t> missing, std::uint64_t begin) {
    const std::uint64_t began = scene_.now();
    for (const std::uint8_t key : missing) {
      const Value value = scene_.new_value();
      const auto its_tags = static_cast<TagMask>(masks[key] | (tells(value) ? told : 0));
      add({.kind = Kind::misses, .key = key, .begin = begin, .end = began});
      add({.kind = Kind::begins, .key = key, .value = value, .tags = its_tags, .begin = begin, .end = began});
      loaded_.push_back({.kind = Kind::keeps, .key = key, .value = value});
    }
    pause(chance_);
    const std::uint64_t ended = scene_.now();
    std::vector<tagcache::Loaded<Value>> values;
    for (Step& step : std::span(loaded_).last(missing.size())) {
      step.begin = ended;
      tagcache::Loaded<Value>& value = values.emplace_back(step.value);
      if (tells(step.value)) value.tags({tags()[3]});
    }
    return values;
  }

  /// A call that reads these keys, one after the other.
  void ended(std::uint64_t begin, std::uint8_t key, std::span<const tagcache::Handle<Value>> handles) {
    const std::uint64_t end = scene_.now();
    for (const auto& handle : handles) {
      Step read{.kind = Kind::reads, .key = key++, .value = *handle, .is_shared = handle.joined()};
      const auto is_it = [&](const Step& step) { return step.value == read.value; };
      if (std::any_of(loaded_.begin(), loaded_.end(), is_it)) continue;
      read.begin = begin;
      read.end = end;
      add(read);
    }
    for (Step& kept : loaded_) {
      kept.end = end;
      add(kept);
    }
    loaded_.clear();
  }

  void get(std::uint8_t key) {
    std::optional<tagcache::Handle<Value>> found;
    note({.kind = Kind::misses, .key = key}, [&] { found = scene_.cache.get<Value>(names[key]); });
    if (!found) return;
    steps_.back().kind = Kind::reads;
    steps_.back().value = **found;
  }

  void set(std::uint8_t key) {
    const Value value = scene_.new_value();
    Step step{.kind = Kind::prepares, .key = key, .value = value, .tags = masks[key]};
    note(step, [&] { scene_.cache.set(names[key], value, tags_of(key)); });
    step = steps_.back();
    step.kind = Kind::puts;
    add(step);
  }

  void add(Step step) {
    step.thread = number_;
    steps_.push_back(step);
  }

  Scene& scene_;
  const std::uint8_t number_;
  model::Chance chance_;
  std::vector<Step> steps_;
  std::vector<Step> loaded_;  ///< by the call that runs: what is kept when it ends
};

/// A loader that runs after a call has begun gives it nothing old, whatever moved before.
void note_who_came_before(std::vector<Step>& steps) {
  std::array<std::uint64_t, most_values> runs{};
  for (const Step& step : steps) {
    if (step.kind == Kind::begins) runs.at(step.value) = step.end;
  }
  for (Step& step : steps) step.came_before = step.is_shared && step.begin < runs[step.value];
}

}  // namespace

/// Threads that wait for the next scene without sleeping: a history is over in less time than it takes to wake one.
class Players::Stage {
 public:
  Stage() {
    for (std::uint8_t number = 0; number < threads_.size(); ++number) {
      threads_[number] = std::thread([this, number] { run(number); });
    }
  }
  ~Stage() {
    scene_.store(nullptr);
    ++round_;
    for (std::thread& thread : threads_) thread.join();
  }

  [[nodiscard]] History play(std::uint64_t seed) {
    Scene scene(seed);
    scene_.store(&scene);
    waiting_.store(static_cast<int>(scene.threads));
    done_.store(0);
    ++round_;
    while (done_.load() != threads_.size()) std::this_thread::yield();
    History history{{}, scene.may_forget};
    for (std::vector<Step>& steps : recorded_) {
      history.steps.insert(history.steps.end(), steps.begin(), steps.end());
      steps.clear();
    }
    note_who_came_before(history.steps);
    return history;
  }

 private:
  void run(std::uint8_t number) {
    for (std::uint64_t seen = 0;; ++seen) {
      while (round_.load() == seen) std::this_thread::yield();
      Scene* const scene = scene_.load();
      if (scene == nullptr) return;
      if (number < scene->threads) {
        --waiting_;
        while (waiting_.load() > 0) std::this_thread::yield();
        recorded_[number] = Player(*scene, number).play();
      }
      ++done_;
    }
  }

  std::atomic<std::uint64_t> round_ = 0;
  std::atomic<Scene*> scene_ = nullptr;
  std::atomic<int> waiting_ = 0;
  std::atomic<std::size_t> done_ = 0;
  std::array<std::vector<Step>, 4> recorded_;
  std::array<std::thread, 4> threads_;
};

Players::Players() : stage_(std::make_unique<Stage>()) {}
Players::~Players() = default;

History Players::play(std::uint64_t seed) { return stage_->play(seed); }

}  // namespace linearizability
