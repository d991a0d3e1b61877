#pragma once

#include <vector>

#include "database/database.hpp"
#include "demo/options.hpp"
#include "demo/terminal.hpp"
#include "index/package_index.hpp"
#include "packages_cache.hpp"
#include "service/database_source.hpp"
#include "workload/workload.hpp"

// The demo, one step after the other; each prints what it measured.
namespace catalogue {

/// What the steps work on; all of it outlives them.
struct Service {
  const Options& options;
  Terminal& terminal;
  const Names& names;
  const Workload& workload;
  Database& database;
  DatabaseSource& source;
  PackagesCache& cache;
};

[[nodiscard]] std::vector<IndexedPackage> read_index(const Options& options, Terminal& terminal);

void fill_database(Database& database, const std::vector<IndexedPackage>& index, Terminal& terminal);

/// Replays the same streams without and with the cache.
void show_speed(const Service& service);

/// Updates one package, then changes what it needs, and tells which cached answers went and which stayed.
void show_invalidation(const Service& service);

/// Reads and writes at the same time, then compares each cached answer with the database. False when one was stale.
[[nodiscard]] bool show_freshness(const Service& service);

}  // namespace catalogue
