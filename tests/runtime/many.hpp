#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "world.hpp"

/// What a loader of several values was asked for, call by call.
using Asked = std::vector<std::vector<std::string>>;

/// A table that is read for several keys at a time, and remembers for which. Thread-safe.
class Rows {
 public:
  Rows() = default;
  Rows(std::initializer_list<std::pair<const std::string, int>> rows) : rows_(rows) {}

  std::vector<int> operator()(std::span<const std::string> missing) {
    std::vector<int> values;
    std::function<void()> action;
    {
      const std::lock_guard lock(mutex_);
      asked_.emplace_back(missing.begin(), missing.end());
      for (const std::string& key : missing) values.push_back(rows_.at(key));
      action = meanwhile;
    }
    if (action) action();
    return values;
  }

  [[nodiscard]] Asked asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

  std::function<void()> meanwhile;  ///< run after the rows were read

 private:
  mutable std::mutex mutex_;
  std::map<std::string, int> rows_;
  Asked asked_;
};

template <class... Texts>
[[nodiscard]] std::vector<std::string> keys(const Texts&... texts) {
  return {std::string(texts)...};
}

[[nodiscard]] inline tagcache::TagSet tag_of(std::string_view key) { return {path("of", key)}; }

[[nodiscard]] inline std::vector<tagcache::Handle<int>> read_many(tagcache::Primitives& cache,
                                                                  const std::vector<std::string>& keys, Rows& rows,
                                                                  const tagcache::QueryOptions& options = {}) {
  return cache.query_many<int>(
      keys, tag_of, [&rows](std::span<const std::string> missing) { return rows(missing); }, options);
}

[[nodiscard]] inline std::vector<int> values(const std::vector<tagcache::Handle<int>>& handles) {
  std::vector<int> values;
  for (const auto& handle : handles) values.push_back(*handle);
  return values;
}
