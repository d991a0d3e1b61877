#include <atomic>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

namespace {

constexpr int key_count = 4;
constexpr int writes_per_thread = 8'000;
constexpr int reads_per_thread = 60'000;

/// Rows with versions: what a database holds, and the newest version whose invalidation has returned.
struct Row {
  std::atomic<int> version = 0;
  std::atomic<int> acknowledged = 0;
  std::mutex writing;
};

/// Readers and writers at full speed. Each read checks promise 1: it never yields a version older than one whose
/// invalidation had returned when the read began. Invalidated entries may not stand in, since no load fails here.
class Race {
 public:
  explicit Race(tagcache::Primitives& cache) : cache_(cache) {}

  void write(int thread) {
    for (int i = 0; i < writes_per_thread; ++i) {
      Row& row = rows_[static_cast<std::size_t>((i + thread) % key_count)];
      const auto index = static_cast<int>(&row - rows_.data());
      const std::lock_guard lock(row.writing);
      const int version = ++row.version;
      switch (i % 3) {
        case 0:
          cache_.invalidate(tag(index));
          break;
        case 1:
          cache_.invalidate(path("rows"));
          break;
        default:
          cache_.invalidate(tag(index), tagcache::Reach::exact);
      }
      row.acknowledged = version;
    }
  }

  void read(int thread) {
    for (int i = 0; i < reads_per_thread; ++i) {
      const int index = (i * 7 + thread) % key_count;
      Row& row = rows_[static_cast<std::size_t>(index)];
      const int floor = row.acknowledged;
      const auto handle = cache_.query<int>(std::to_string(index), {tag(index)}, [&row] { return row.version.load(); });
      if (*handle < floor) ++violations;
      if (handle.status() == tagcache::Status::hit) ++hits;
    }
  }

  std::atomic<int> violations = 0;
  std::atomic<int> hits = 0;

 private:
  static tagcache::Tag tag(int index) { return tagcache::Tag("rows", tagcache::id(index)); }

  tagcache::Primitives& cache_;
  std::vector<Row> rows_{key_count};
};

}  // namespace

TEST_CASE("no read that starts after an invalidation yields older data, under contention", "[PX-01][PX-37]") {
  const std::size_t max_entries = GENERATE(std::size_t{1'000}, std::size_t{2});  // with and without evictions
  tagcache::Primitives cache(tagcache::memory({.max_entries = max_entries}), {.defaults = {.ttl = 1h}});
  Race race(cache);
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) threads.emplace_back([&race, i] { race.write(i); });
  for (int i = 0; i < 3; ++i) threads.emplace_back([&race, i] { race.read(i); });
  for (std::thread& thread : threads) thread.join();
  CHECK(race.violations == 0);
  CHECK(race.hits > 0);
}

TEST_CASE("set, del, clear, get and query of the same keys at once", "[PX-30][PX-21]") {
  tagcache::Primitives cache(tagcache::memory({.max_entries = 3}), {.defaults = {.ttl = 1h, .grace = 1h}});
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&cache, &wrong, thread] {
      for (int i = 0; i < 3'000; ++i) {
        const int index = (i * 5 + thread) % 6;
        const std::string key = std::to_string(index);
        const auto right = [index](const std::string& value) { return value == "value " + std::to_string(index); };
        const auto value = [index] { return "value " + std::to_string(index); };
        switch ((i + thread) % 6) {
          case 0:
            cache.set(key, value(), {path("t")});
            break;
          case 1:
            cache.del(key);
            break;
          case 2:
            cache.invalidate(path("t"));
            break;
          case 3:
            cache.clear();
            break;
          case 4:
            if (const auto found = cache.get<std::string>(key); found && !right(**found)) ++wrong;
            break;
          default:
            if (!right(*cache.query<std::string>(key, {path("t")}, value))) ++wrong;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}
