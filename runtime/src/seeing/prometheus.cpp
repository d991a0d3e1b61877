#include <array>
#include <charconv>
#include <cstdint>
#include <functional>
#include <map>
#include <string_view>
#include <tagcache/prometheus.hpp>
#include <utility>

namespace tagcache {
namespace {

/// A counter that is one number: of a query, or of a layered store.
template <class Counts>
struct Metric {
  std::string_view name;
  std::string_view help;
  std::uint64_t Counts::* field;
};

constexpr auto metrics = std::to_array<Metric<QueryStats>>({
    {"hits", "Reads that were served a fresh entry.", &QueryStats::hits},
    {"stale", "Reads that were served an entry in grace.", &QueryStats::stale},
    {"negative", "Reads that were served a value that says there is none.", &QueryStats::negative},
    {"joined", "Reads that shared the load of another caller.", &QueryStats::joined},
    {"fallbacks", "Reads that were served an older entry because the load failed or took too long.",
     &QueryStats::fallbacks},
    {"remembered_errors", "Reads that met the remembered error of an earlier load.", &QueryStats::remembered_errors},
    {"timeouts", "Reads that met their hard timeout.", &QueryStats::timeouts},
    {"failed", "Reads that ended with an exception.", &QueryStats::failed},
    {"failed_loads", "Loads that threw.", &QueryStats::failed_loads},
    {"kept", "Loaded values that the store kept.", &QueryStats::kept},
    {"not_kept", "Loaded values that the store did not keep.", &QueryStats::not_kept},
    {"refreshes", "Background loads that the executor took.", &QueryStats::refreshes},
    {"refused_refreshes", "Background loads that the executor refused.", &QueryStats::refused_refreshes},
    {"failed_refreshes", "Refreshes that threw.", &QueryStats::failed_refreshes},
    {"warmed", "Loads that warmed a query after a mutation.", &QueryStats::warmed},
    {"failed_warmings", "Loads to warm a query that threw.", &QueryStats::failed_warmings},
    {"warmings_given_up", "Loads to warm a query that took too long, or found no place.",
     &QueryStats::warmings_given_up},
    {"verified", "Hits that were loaded again and compared.", &QueryStats::verified},
    {"found_stale", "Verified hits that differed from the source.", &QueryStats::found_stale},
    {"compared_refreshes", "Refreshes whose value was compared with the one before.", &QueryStats::compared_refreshes},
    {"changed_refreshes", "Compared refreshes that brought another value.", &QueryStats::changed_refreshes},
    {"lease_waits", "Loads that waited while another process loaded the key.", &QueryStats::lease_waits},
    {"spared_loads", "Waits for another process that spared a load.", &QueryStats::spared_loads},
});

struct Label {
  std::string_view name;
  std::string_view value;
};

/// The text under way. Families are written one after the other, each with all of its series.
class Exposition {
 public:
  void begin(std::string_view family, std::string_view type, std::string_view help) {
    family_ = "tagcache_" + std::string(family);
    text_ += "# HELP " + family_ + ' ' + std::string(help) + "\n# TYPE " + family_ + ' ' + std::string(type) + '\n';
  }

  void add(std::initializer_list<Label> labels, std::string_view value, std::string_view suffix = "") {
    text_.append(family_).append(suffix).push_back('{');
    bool is_first = true;
    for (const Label& label : labels) {
      if (!is_first) text_.push_back(',');
      is_first = false;
      text_.append(label.name).append("=\"");
      add_escaped(label.value);
      text_.push_back('"');
    }
    text_.append("} ").append(value).push_back('\n');
  }
  void add(std::initializer_list<Label> labels, std::uint64_t value, std::string_view suffix = "") {
    add(labels, std::to_string(value), suffix);
  }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void add_escaped(std::string_view value) {
    for (const char letter : value) {
      if (letter == '\n') {
        text_ += "\\n";
        continue;
      }
      if (letter == '"' || letter == '\\') text_.push_back('\\');
      text_.push_back(letter);
    }
  }

  std::string family_;
  std::string text_;
};

std::string seconds(std::chrono::nanoseconds duration) {
  std::array<char, 40> text{};
  const double value = std::chrono::duration<double>(duration).count();
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 9);
  return {text.data(), end.ptr};
}

using Caches = std::span<const Stats>;

void for_each_query(Caches caches, const std::function<void(const Stats&, const QueryStats&)>& write) {
  for (const Stats& cache : caches) {
    for (const QueryStats& query : cache.queries) write(cache, query);
  }
}

void add_queries(Exposition& text, Caches caches) {
  for (const Metric<QueryStats>& metric : metrics) {
    text.begin(std::string(metric.name) + "_total", "counter", metric.help);
    for_each_query(caches, [&](const Stats& cache, const QueryStats& query) {
      text.add({{"cache", cache.cache}, {"query", query.query}}, query.*metric.field);
    });
  }
  text.begin("misses_total", "counter", "Reads that had to load or wait for a load, by what they met.");
  for_each_query(caches, [&](const Stats& cache, const QueryStats& query) {
    for (std::size_t i = 0; i < miss_causes; ++i) {
      const auto cause = static_cast<MissCause>(i);
      text.add({{"cache", cache.cache}, {"query", query.query}, {"cause", name(cause)}}, query.misses(cause));
    }
  });
  text.begin("warm_seconds_total", "counter", "Time that warming took.");
  for_each_query(caches, [&](const Stats& cache, const QueryStats& query) {
    text.add({{"cache", cache.cache}, {"query", query.query}}, seconds(query.warm_time));
  });
}

void add_load_times(Exposition& text, const Stats& cache, const QueryStats& query) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < LoadTimes::buckets; ++i) {
    sum += query.load_times.counts[i];
    const auto limit = LoadTimes::limit(i);
    const std::string most = limit ? seconds(*limit) : "+Inf";
    text.add({{"cache", cache.cache}, {"query", query.query}, {"le", most}}, sum, "_bucket");
  }
  text.add({{"cache", cache.cache}, {"query", query.query}}, seconds(query.load_times.sum), "_sum");
  text.add({{"cache", cache.cache}, {"query", query.query}}, sum, "_count");
}

void add_cache(Exposition& text, Caches caches) {
  text.begin("invalidations_total", "counter", "Invalidated tags, by their pattern.");
  for (const Stats& cache : caches) {
    for (const TagStats& tag : cache.tags) {
      text.add({{"cache", cache.cache}, {"tag", tag.pattern}, {"reach", "prefix"}}, tag.prefix);
      text.add({{"cache", cache.cache}, {"tag", tag.pattern}, {"reach", "exact"}}, tag.exact);
    }
  }
  text.begin("clears_total", "counter", "How often all entries were dropped.");
  for (const Stats& cache : caches) text.add({{"cache", cache.cache}}, cache.clears);
  text.begin("undelivered_invalidations", "gauge", "Invalidations that the store could not be told of yet.");
  for (const Stats& cache : caches) text.add({{"cache", cache.cache}}, cache.undelivered);
  text.begin("health", "gauge", "0 when all is well, 1 when something is wrong, 2 when the store is down.");
  for (const Stats& cache : caches) text.add({{"cache", cache.cache}}, static_cast<std::uint64_t>(cache.health.state));
  text.begin("store_errors_total", "counter", "Calls of the store that threw.");
  for (const Stats& cache : caches) {
    for (std::size_t i = 0; i < store_calls; ++i) {
      text.add({{"cache", cache.cache}, {"call", name(static_cast<StoreCall>(i))}}, cache.store_errors[i]);
    }
  }
}

/// Each store once, whatever the number of its caches: who adds up series must not count an entry twice.
std::map<std::uint64_t, const MemoryStats*> stores_of(Caches caches) {
  std::map<std::uint64_t, const MemoryStats*> stores;
  for (const Stats& cache : caches) {
    if (cache.memory) stores[cache.memory->store] = &*cache.memory;
  }
  return stores;
}

void add_memory(Exposition& text, Caches caches) {
  const auto stores = stores_of(caches);
  text.begin("memory_entries", "gauge", "Entries that a memory store holds.");
  for (const auto& [number, memory] : stores) {
    text.add({{"store", std::to_string(number)}}, static_cast<std::uint64_t>(memory->entries));
  }
  text.begin("memory_bytes", "gauge", "What they cost, where they are bounded in bytes.");
  for (const auto& [number, memory] : stores) {
    if (memory->bytes) text.add({{"store", std::to_string(number)}}, *memory->bytes);
  }
  text.begin("memory_removed_total", "counter", "Entries that left a memory store, by what ended them.");
  for (const auto& [number, memory] : stores) {
    for (std::size_t i = 0; i < removal_causes; ++i) {
      text.add({{"store", std::to_string(number)}, {"cause", name(static_cast<RemovalCause>(i))}}, memory->removed[i]);
    }
  }
  text.begin("memory_store", "gauge", "1 for each cache and the memory store that it uses.");
  for (const Stats& cache : caches) {
    if (!cache.memory) continue;
    text.add({{"cache", cache.cache}, {"store", std::to_string(cache.memory->store)}}, std::uint64_t{1});
  }
}

constexpr auto layered_metrics = std::to_array<Metric<LayeredStats>>({
    {"remote_hits", "Reads that a remote store behind memory answered.", &LayeredStats::remote_hits},
    {"confirmed", "Of these, what memory held already.", &LayeredStats::confirmed},
    {"failures", "Calls of a remote store behind memory that threw.", &LayeredStats::failures},
    {"heard", "Announcements that memory has heard.", &LayeredStats::heard},
    {"distrusted", "How often all of memory was given up, as announcements may have been missed.",
     &LayeredStats::distrusted},
});

/// Each once, like the memory that is in front of it, whose number it has.
void add_layered(Exposition& text, Caches caches) {
  std::map<std::string, const LayeredStats*> stores;
  for (const Stats& cache : caches) {
    if (cache.memory && cache.layered) stores[std::to_string(cache.memory->store)] = &*cache.layered;
  }
  text.begin("layered_hears", "gauge", "1 while memory in front of a remote store hears announcements, else 0.");
  for (const auto& [number, layered] : stores) text.add({{"store", number}}, std::uint64_t{layered->hears ? 1U : 0U});
  for (const Metric<LayeredStats>& metric : layered_metrics) {
    text.begin("layered_" + std::string(metric.name) + "_total", "counter", metric.help);
    for (const auto& [number, layered] : stores) text.add({{"store", number}}, layered->*metric.field);
  }
}

}  // namespace

std::string prometheus(std::span<const Stats> caches) {
  Exposition text;
  add_queries(text, caches);
  text.begin("load_seconds", "histogram",
             "How long loads took that gave a value. One of several keys counts for each of them.");
  for_each_query(caches, [&](const Stats& cache, const QueryStats& query) { add_load_times(text, cache, query); });
  add_cache(text, caches);
  add_memory(text, caches);
  add_layered(text, caches);
  return text.take();
}

std::string prometheus(const Stats& stats) { return prometheus(std::span(&stats, 1)); }

}  // namespace tagcache
