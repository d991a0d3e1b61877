#include "real_calls.hpp"

#include <optional>
#include <string>
#include <tagcache/codec/optional.hpp>
#include <utility>

#include "results.hpp"

namespace model::real {
namespace {

using Way = Result::Way;

/// Runs a call of the cache and says what it came to.
template <class Call>
Results results_of_call(const Call& call) {
  try {
    return call();
  } catch (const LoadFailed& failed) {
    return {{.way = Way::error, .error = failed.number}};
  } catch (const tagcache::LoadTimeout&) {
    return {{.way = Way::timeout}};
  } catch (const tagcache::RecursiveLoad&) {
    return {{.way = Way::recursive_load}};
  } catch (const tagcache::StoreError&) {
    return {{.way = Way::store_error}};
  }
}

std::vector<std::string> texts_of_keys(const Step& step) {
  std::vector<std::string> texts;
  for (const std::size_t key : keys_of(step)) texts.emplace_back(key_facts[key].text);
  return texts;
}

/// What gives the tags of a key by its text.
auto tags_of_keys(const Step& step) {
  return [step](std::string_view text) {
    for (const std::size_t key : keys_of(step)) {
      if (key_facts[key].text == text) return tags_of_key(key);
    }
    return tagcache::TagSet();
  };
}

/// The first key stands there twice, and is read once: two results of it that differ are one too many.
Results query_many(tagcache::Primitives& cache, const Step& step, const Loader& load) {
  std::vector<std::string> keys = texts_of_keys(step);
  keys.push_back(keys.front());
  const auto tags = tags_of_keys(step);
  const auto loader = [load](std::span<const std::string>, Shown shown) { return load(shown); };
  const tagcache::QueryOptions& options = options_of(step.options, key_facts[step.key].single_flight);
  return results_of_call([&] {
    Results results;
    for (const auto& handle : forces(step.asks)
                                  ? cache.query_many<Value>(tagcache::force_refresh, keys, tags, loader, options)
                                  : cache.query_many<Value>(keys, tags, loader, options)) {
      results.push_back(result_of(handle));
    }
    if (results.front() == results.back()) results.pop_back();
    return results;
  });
}

}  // namespace

tagcache::KeyView view_of(const tagcache::Primitives& cache, const decltype(tagcache::key(std::string_view()))& parts) {
  return cache.key_view({}, tagcache::detail::hash_name({}), parts);
}

Results query(tagcache::Primitives& cache, const Step& step, const Loader& load, std::vector<Told>& told) {
  const KeyFacts& key = key_facts[step.key];
  if (asks_for_several(step.asks)) return query_many(cache, step, load);
  const auto loader = [load](const tagcache::Previous<Value>& shown) {
    return std::move(load(std::span(&shown, 1)).front());
  };
  const auto listener = [&told](const tagcache::Refreshed<Value>& refreshed) {
    told.push_back({refreshed.before.value(), refreshed.after.value(), refreshed.changed});
  };
  const tagcache::QueryOptions& options = options_of(step.options, key.single_flight);
  const tagcache::TagSet& tags = tags_of_key(step.key);
  return results_of_call([&]() -> Results {
    if (step.asks == Asks::forced) {
      return {result_of(cache.query<Value>(tagcache::force_refresh, key.text, tags, loader, options))};
    }
    if (step.asks == Asks::listening) {
      return {result_of(cache.query<Value>(key.text, tags, loader, options, listener))};
    }
    return {result_of(cache.query<Value>(key.text, tags, loader, options))};
  });
}

Results present(tagcache::Primitives& cache, const Step& step) {
  Results results;
  const auto add = [&results](const std::optional<tagcache::Handle<Value>>& handle) {
    results.push_back(handle ? result_of(*handle) : Result{.way = Way::nothing});
  };
  const tagcache::QueryOptions& options = options_of(step.options, key_facts[step.key].single_flight);
  if (step.others == 0) {
    add(cache.query<Value>(tagcache::if_present, key_facts[step.key].text, tags_of_key(step.key), options));
    return results;
  }
  const auto keys = texts_of_keys(step);
  for (const auto& handle : cache.query_many<Value>(tagcache::if_present, keys, tags_of_keys(step), options)) {
    add(handle);
  }
  return results;
}

void warm(tagcache::Primitives& cache, const Step& step, const Loader& load) {
  const auto parts = tagcache::key(key_facts[step.key].text);
  const auto loader = [load](const tagcache::Previous<Value>& shown) {
    return std::move(load(std::span(&shown, 1)).front());
  };
  cache.warm<Value>(
      view_of(cache, parts), [&] { return tags_of_key(step.key); }, [&] { return loader; },
      options_of(step.options, key_facts[step.key].single_flight));
}

Results get(tagcache::Primitives& cache, const Step& step) {
  return results_of_call([&] {
    const auto accept = step.kind == Kind::get ? tagcache::Accept::in_grace : tagcache::Accept::fresh;
    Results results;
    const auto add = [&results](const std::optional<tagcache::Handle<Value>>& handle) {
      results.push_back(handle ? result_of(*handle) : Result{.way = Way::nothing});
    };
    if (step.others == 0) {
      add(cache.get<Value>(key_facts[step.key].text, accept));
      return results;
    }
    for (const auto& handle : cache.get_many<Value>(texts_of_keys(step), accept)) add(handle);
    return results;
  });
}

Results write(tagcache::Primitives& cache, const Step& step, std::uint64_t number) {
  const std::string_view key = key_facts[step.key].text;
  return results_of_call([&]() -> Results {
    if (step.kind == Kind::set) {
      cache.set<Value>(key, step.gives == Gives::none ? Value() : Value(number),
                       tags_of(key_facts[step.key].tags | step.tags), options_of(step.options, true));
    } else if (step.kind == Kind::del) {
      cache.del(key);
    } else if (step.kind == Kind::expire) {
      cache.expire(key);
    } else if (step.kind == Kind::clear) {
      cache.clear();
    } else {
      std::vector<tagcache::Invalidation> invalidations;
      for (std::size_t each = 0; each < tag_count; ++each) {
        if ((step.tags >> each & 1U) == 0) continue;
        const bool exact = (step.exact >> each & 1U) != 0;
        const bool softly = (step.softly >> each & 1U) != 0;
        invalidations.push_back({tag(each), exact ? tagcache::Reach::exact : tagcache::Reach::prefix,
                                 softly ? tagcache::Becomes::expired : tagcache::Becomes::invalidated});
      }
      cache.invalidate(invalidations);
    }
    return {Result{}};
  });
}

}  // namespace model::real
