#include <cctype>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "world.hpp"

namespace {

struct Series {
  std::string name;
  std::map<std::string, std::string> labels;
  double value = 0;
};

struct Family {
  std::string type;
  std::vector<Series> series;
};

/// Reads the text format of Prometheus, version 0.0.4, and refuses all that the format does not allow.
class Exposition {
 public:
  explicit Exposition(std::string_view text) : rest_(text) {
    while (!rest_.empty()) read_family();
  }

  [[nodiscard]] const std::map<std::string, Family>& families() const { return families_; }

  /// Of the one series with this name whose labels contain `labels`.
  [[nodiscard]] double value(const std::string& name, const std::map<std::string, std::string>& labels) const {
    std::optional<double> value;
    for (const auto& [family, content] : families_) {
      for (const Series& series : content.series) {
        if (series.name != name || !contains(series.labels, labels)) continue;
        require(!value, "one series of " + name);
        value = series.value;
      }
    }
    require(value.has_value(), "a series of " + name);
    return *value;
  }

 private:
  static void require(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error("expected " + what);
  }
  static bool contains(const std::map<std::string, std::string>& all, const std::map<std::string, std::string>& some) {
    for (const auto& [name, value] : some) {
      const auto found = all.find(name);
      if (found == all.end() || found->second != value) return false;
    }
    return true;
  }

  [[nodiscard]] bool skip(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  void expect(std::string_view word) { require(skip(word), "'" + std::string(word) + "' at " + here()); }
  [[nodiscard]] std::string here() const { return "'" + std::string(rest_.substr(0, 40)) + "'"; }
  [[nodiscard]] std::string until(char end) {
    const std::size_t length = rest_.find(end);
    require(length != std::string_view::npos, std::string("an end of ") + here());
    const std::string found(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return found;
  }
  [[nodiscard]] std::string name() {
    std::size_t length = 0;
    while (length < rest_.size() &&
           (std::isalnum(static_cast<unsigned char>(rest_[length])) != 0 || rest_[length] == '_'))
      ++length;
    require(length > 0 && std::isdigit(static_cast<unsigned char>(rest_[0])) == 0, "a name at " + here());
    const std::string found(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return found;
  }

  void read_family() {
    expect("# HELP ");
    const std::string family = name();
    expect(" ");
    require(!until('\n').empty(), "help of " + family);
    expect("\n# TYPE " + family + ' ');
    const std::string type = until('\n');
    require(std::set<std::string>{"counter", "gauge", "histogram"}.contains(type), "a type");
    require(type != "counter" || family.ends_with("_total"), "a counter that ends with _total");
    require(families_.emplace(family, Family{type, {}}).second, family + " once");
    expect("\n");
    while (!rest_.empty() && !rest_.starts_with('#')) read_series(families_[family], family);
  }

  void read_series(Family& family, const std::string& family_name) {
    Series series{name(), {}, 0};
    require(series.name.starts_with(family_name), "a series of " + family_name);
    const std::string suffix = series.name.substr(family_name.size());
    const std::set<std::string> suffixes =
        family.type == "histogram" ? std::set<std::string>{"_bucket", "_sum", "_count"} : std::set<std::string>{""};
    require(suffixes.contains(suffix), "a suffix of a " + family.type);
    expect("{");
    do {
      const std::string label = name();
      require(series.labels.emplace(label, label_value()).second, label + " once");
    } while (skip(","));
    expect("} ");
    const std::string value = until('\n');
    const auto read = std::from_chars(value.data(), value.data() + value.size(), series.value);
    require(read.ptr == value.data() + value.size() && !value.empty(), "a number at " + value);
    expect("\n");
    require(seen_.insert({series.name, series.labels}).second, "each series once: " + series.name);
    family.series.push_back(std::move(series));
  }

  [[nodiscard]] std::string label_value() {
    expect("=\"");
    std::string value;
    while (!rest_.starts_with('"')) {
      require(!rest_.empty() && rest_[0] != '\n', "a closing quote");
      if (!skip("\\")) {
        value.push_back(rest_[0]);
      } else {
        require(rest_.starts_with('\\') || rest_.starts_with('"') || rest_.starts_with('n'), "an escape");
        value.push_back(rest_[0] == 'n' ? '\n' : rest_[0]);
      }
      rest_.remove_prefix(1);
    }
    expect("\"");
    return value;
  }

  std::string_view rest_;
  std::map<std::string, Family> families_;
  std::set<std::pair<std::string, std::map<std::string, std::string>>> seen_;
};

/// A world where each kind of event happened.
void make_history(World& world) {
  const auto slow = [&world] {
    world.clock->advance(3ms);
    return 1;
  };
  const tagcache::Tag posts("users", tagcache::wild("secret-id"), "posts");
  for (int i = 0; i < 3; ++i) static_cast<void>(world.cache.query<int>("secret-key", {posts}, slow));
  world.cache.invalidate(posts);
  static_cast<void>(world.cache.query<int>("secret-key", {posts}, slow));
  world.cache.clear();
  world.store->fail(true);
  static_cast<void>(world.cache.query<int>("secret-key", {posts}, slow));
}

}  // namespace

TEST_CASE("statistics as Prometheus reads them", "[R-097]") {
  World world;
  make_history(world);
  const Exposition text(tagcache::prometheus(world.cache.stats()));
  const std::map<std::string, std::string> query{{"cache", "tagcache"}, {"query", "primitives"}};
  const auto with = [&query](const std::string& label, const std::string& value) {
    auto labels = query;
    labels[label] = value;
    return labels;
  };
  CHECK(text.value("tagcache_hits_total", query) == 2);
  CHECK(text.value("tagcache_misses_total", with("cause", "absent")) == 1);
  CHECK(text.value("tagcache_misses_total", with("cause", "invalidated")) == 1);
  CHECK(text.value("tagcache_misses_total", with("cause", "store_failed")) == 1);
  CHECK(text.value("tagcache_kept_total", query) == 2);
  CHECK(text.value("tagcache_not_kept_total", query) == 1);
  CHECK(text.value("tagcache_invalidations_total", {{"tag", "users(*).posts"}, {"reach", "prefix"}}) == 1);
  CHECK(text.value("tagcache_invalidations_total", {{"tag", "users(*).posts"}, {"reach", "exact"}}) == 0);
  CHECK(text.value("tagcache_clears_total", {}) == 1);
  CHECK(text.value("tagcache_store_errors_total", {{"call", "find"}}) == 1);
  CHECK(text.value("tagcache_health", {}) == 1);
  CHECK(text.value("tagcache_load_seconds_count", query) == 3);
  CHECK(text.value("tagcache_load_seconds_sum", query) == Approx(0.009));
  CHECK(text.value("tagcache_load_seconds_bucket", with("le", "0.002048")) == 0);
  CHECK(text.value("tagcache_load_seconds_bucket", with("le", "0.004096")) == 3);
  CHECK(text.value("tagcache_load_seconds_bucket", with("le", "+Inf")) == 3);
}

TEST_CASE("the buckets of a histogram rise to its count") {
  World world;
  make_history(world);
  const Exposition text(tagcache::prometheus(world.cache.stats()));
  double limit = 0;
  double count = 0;
  std::size_t buckets = 0;
  for (const Series& series : text.families().at("tagcache_load_seconds").series) {
    if (series.name != "tagcache_load_seconds_bucket") continue;
    const std::string& le = series.labels.at("le");
    const double next = le == "+Inf" ? 1e9 : std::stod(le);
    CHECK(next > limit);
    CHECK(series.value >= count);
    limit = next;
    count = series.value;
    ++buckets;
  }
  CHECK(buckets == tagcache::LoadTimes::buckets);
  CHECK(count == text.value("tagcache_load_seconds_count", {}));
}

TEST_CASE("no key and no id is in the text") {
  World world;
  make_history(world);
  CHECK(tagcache::prometheus(world.cache.stats()).find("secret") == std::string::npos);
}

TEST_CASE("labels are escaped") {
  World world;
  const std::string odd = "a\"b\\c\nd";
  tagcache::Primitives cache(world.store, world.options(odd));
  static_cast<void>(cache.query<int>("key1", {}, Counter()));
  cache.invalidate(path(odd));
  const Exposition text(tagcache::prometheus(cache.stats()));
  CHECK(text.value("tagcache_clears_total", {{"cache", odd}}) == 0);
  CHECK(text.value("tagcache_invalidations_total", {{"tag", odd}, {"reach", "prefix"}}) == 1);
}

TEST_CASE("caches of one process stand in one text") {
  World world;
  tagcache::Primitives other(world.store, world.options("other"));
  static_cast<void>(other.query<int>("key1", {}, Counter()));
  const std::vector<tagcache::Stats> caches{world.cache.stats(), other.stats()};
  const Exposition text(tagcache::prometheus(caches));
  CHECK(text.value("tagcache_misses_total", {{"cache", "other"}, {"cause", "absent"}}) == 1);
  CHECK(text.value("tagcache_misses_total", {{"cache", "tagcache"}, {"cause", "absent"}}) == 0);
}

TEST_CASE("what a store holds stands in the text once, however many caches use it") {
  const World world;
  const auto shared = tagcache::memory();
  tagcache::Primitives users(shared, world.options("users"));
  tagcache::Primitives posts(shared, world.options("posts"));
  const tagcache::Primitives alone(tagcache::memory(), world.options("alone"));
  users.set("key1", 1, {}, {.ttl = 1h});
  posts.set("key1", 1, {}, {.ttl = 1h});
  posts.del("key1");
  const std::vector<tagcache::Stats> caches{users.stats(), posts.stats(), alone.stats(), world.cache.stats()};
  const Exposition text(tagcache::prometheus(caches));
  double entries = 0;
  for (const Series& series : text.families().at("tagcache_memory_entries").series) entries += series.value;
  CHECK(entries == 1);
  const std::map<std::string, std::string> store{{"store", std::to_string(shared->stats().store)}};
  CHECK(text.value("tagcache_memory_entries", store) == 1);
  CHECK(text.value("tagcache_memory_removed_total", {{"store", store.at("store")}, {"cause", "deleted"}}) == 1);
  CHECK(text.value("tagcache_memory_store", {{"cache", "users"}, {"store", store.at("store")}}) == 1);
  CHECK(text.value("tagcache_memory_store", {{"cache", "posts"}, {"store", store.at("store")}}) == 1);
  CHECK(text.families().at("tagcache_memory_store").series.size() == 3);  // the store of the world is none
  CHECK(alone.stats().memory->store != shared->stats().store);
}
