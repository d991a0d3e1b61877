#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "database/database.hpp"
#include "packages_cache.hpp"
#include "service/database_source.hpp"
#include "workload/workload.hpp"

namespace catalogue {

/// An answer that the cache holds. The value is kept alive, so that its address stays its own.
struct CachedAnswer {
  Request request;
  std::shared_ptr<const void> value;
};

/// Which of `requests` the cache can answer without the database. Nothing is loaded; `source` is the cache's own, and
/// no other thread uses the cache meanwhile, because loads are refused for it too.
[[nodiscard]] std::vector<CachedAnswer> cached_answers(PackagesCache& cache, const std::vector<Request>& requests,
                                                       const Names& names);

/// What became of cached answers between two looks.
struct Difference {
  std::vector<Request> went;          ///< gone, or replaced by a newer answer
  std::vector<Request> loaded_again;  ///< those of `went` that the cache holds a newer answer for
  std::vector<Request> stayed;
};

/// Answers that are only in `after` are new, and no difference.
[[nodiscard]] Difference compare(const std::vector<CachedAnswer>& before, const std::vector<CachedAnswer>& after);

/// The outcome of comparing what the cache holds with the database.
struct Freshness {
  std::size_t compared = 0;
  std::vector<Request> different;
};

/// Takes each answer that the cache holds for one of `requests` and compares it with what the database says now. No
/// thread writes meanwhile. `progress` is told a share from 0 to 1.
[[nodiscard]] Freshness compare_with_database(PackagesCache& cache, Database& database,
                                              const std::vector<Request>& requests, const Names& names,
                                              const std::function<void(double)>& progress = {});

}  // namespace catalogue
