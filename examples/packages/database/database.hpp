#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "database/connection_pool.hpp"
#include "index/package_index.hpp"
#include "model.hpp"

namespace catalogue {

/// A write was refused because the package is not where the writer saw it, or does not exist. Nothing was changed: read
/// the package again and decide anew.
class Conflict : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline constexpr std::uint32_t packages_on_a_page = 25;

/// The catalogue in an SQLite file. Thread-safe: each call uses a connection of its own, writes queue up. A read that
/// begins after a write returned sees it. Errors of SQLite are thrown as std::runtime_error.
class Database {
 public:
  using Progress = std::function<void(std::size_t packages)>;

  /// Opens `file`, which does not exist or was made by this class.
  explicit Database(std::filesystem::path file) : pool_(std::move(file)) {}

  /// Makes the tables and fills them. `packages` are in the order of their names.
  void load(const std::vector<IndexedPackage>& packages, const Progress& progress = {});

  [[nodiscard]] std::optional<Package> find_package(const PackageName& package);
  [[nodiscard]] SectionPage section_page(const SectionName& section, std::uint32_t page);
  [[nodiscard]] std::vector<PackageLine> maintainer_packages(const MaintainerName& maintainer);
  /// All that a package needs, in full depth, without itself.
  [[nodiscard]] std::vector<PackageName> needs(const PackageName& package);
  [[nodiscard]] Dependents needed_by(const PackageName& package);

  /// Each throws Conflict when the package is not as the arguments say.
  void update_package(const PackageName& package, const SectionName& section, const MaintainerName& maintainer,
                      const std::string& version, std::uint64_t installed_kib);
  void move_package(const PackageName& package, const SectionName& from, const SectionName& to);
  void change_requirements(const PackageName& package, const std::vector<Requirement>& requirements);

  /// How many reads were answered since the start, one for each call above that reads.
  [[nodiscard]] std::uint64_t reads() const noexcept { return reads_.load(std::memory_order_relaxed); }

 private:
  ConnectionPool::Lease connection_for_read();

  ConnectionPool pool_;
  std::mutex writing_;
  std::atomic<std::uint64_t> reads_{0};
};

}  // namespace catalogue
