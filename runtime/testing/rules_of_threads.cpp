#include <array>
#include <atomic>
#include <cstddef>
#include <exception>
#include <latch>
#include <mutex>
#include <thread>

#include "store_trial.hpp"

/// What must hold when many threads call a store at once.
namespace tagcache::testing {
namespace {

constexpr int rounds = 300;

/// What a database would hold, and the newest version whose invalidation has returned.
struct Rows {
  std::atomic<int> version = 0;
  std::atomic<int> acknowledged = 0;
  std::atomic<int> stale = 0;
  std::atomic<int> mixed_up = 0;
  const TrialKey key{"row"};
  const Tag tag{"rows", wild("1")};
};

/// Runs each of `works` in a thread of its own, to the end. What one throws is a failure.
template <std::size_t N>
void run_at_once(const Trial& trial, const std::array<void (*)(const Trial&, Rows&), N>& works, Rows& rows) {
  std::mutex mutex;
  std::vector<std::string> thrown;
  std::latch started(static_cast<std::ptrdiff_t>(N));
  std::vector<std::thread> threads;
  for (const auto work : works) {
    threads.emplace_back([&, work] {
      std::string text;
      started.arrive_and_wait();
      try {
        work(trial, rows);
        return;
      } catch (const std::exception& error) {
        text = error.what();
      } catch (...) {
        text = "what is no std::exception";
      }
      const std::lock_guard lock(mutex);
      thrown.push_back(text);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& text : thrown) trial.expect(false, "no exception", "a thread threw: " + text);
}

void write(const Trial& trial, Rows& rows) {
  for (int i = 0; i < rounds; ++i) {
    const int version = ++rows.version;
    trial.invalidate(i % 2 == 0 ? rows.tag : Tag("rows"));
    rows.acknowledged = version;
  }
}

void read(const Trial& trial, Rows& rows) {
  for (int i = 0; i < 2 * rounds; ++i) {
    const int floor = rows.acknowledged;
    const Found found = trial.find(rows.key);
    if (found.entry && found.validity == Validity::valid) {
      if (std::stoi(*static_cast<const std::string*>(found.entry->value())) < floor) ++rows.stale;
      continue;
    }
    const Begun begun = trial.begin(rows.key, {rows.tag});
    static_cast<void>(trial.keep(begun, std::to_string(rows.version.load()), {rows.tag}));
  }
}

void no_read_is_stale(Trial& trial) {
  Rows rows;
  static_cast<void>(trial.keep(trial.begin(rows.key, {rows.tag}), "0", {rows.tag}));
  run_at_once(trial, std::array{&write, &read, &read}, rows);
  read(trial, rows);  // if all of them ran one after the other, there is something to see now
  trial.expect(rows.stale == 0, "no read that begins after an invalidation to find what was loaded before",
               std::to_string(rows.stale) + " reads did");
}

/// Does everything to four keys whose values begin with their names.
void do_everything(const Trial& trial, Rows& rows) {
  const std::array<TrialKey, 4> keys{TrialKey("a"), TrialKey("b"), TrialKey("c"), TrialKey("d")};
  constexpr std::string_view names = "abcd";
  for (std::size_t i = 0; i < rounds; ++i) {
    const std::size_t which = i % keys.size();
    const TrialKey& key = keys[which];
    const std::string value = names[which] + std::to_string(i);
    const Begun begun = trial.begin(key, {rows.tag});
    if (i % 3 == 0) trial.set(key, value, {rows.tag});
    if (i % 5 == 0) trial.store().erase(key.view());
    if (i % 7 == 0) trial.store().expire(key.view());
    if (i % 11 == 0) trial.invalidate(rows.tag);
    if (i % 50 == 0) trial.store().clear("app");
    static_cast<void>(trial.keep(begun, value, {rows.tag}));
    const Found found = trial.find(key);
    if (found.entry && static_cast<const std::string*>(found.entry->value())->front() != names[which]) ++rows.mixed_up;
  }
}

void everything_at_once(Trial& trial) {
  Rows rows;
  run_at_once(trial, std::array{&do_everything, &do_everything, &do_everything}, rows);
  trial.expect(rows.mixed_up == 0, "each key to have a value of its own",
               std::to_string(rows.mixed_up) + " had others");
  trial.set(rows.key, "v", {rows.tag});
  trial.expect_valid(rows.key, "v", "after all functions were called from several threads");
}

constexpr std::array rules{
    StoreRule{"no read is stale, from many threads", no_read_is_stale},
    StoreRule{"all functions may be called from many threads", everything_at_once},
};

}  // namespace

std::span<const StoreRule> rules_of_threads() { return rules; }

}  // namespace tagcache::testing
