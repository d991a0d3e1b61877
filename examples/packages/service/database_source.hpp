#pragma once

#include <stdexcept>

#include "database/database.hpp"
#include "packages_cache.hpp"

namespace catalogue {

/// A load was asked for while loads are refused.
class LoadRefused : public std::runtime_error {
 public:
  LoadRefused() : std::runtime_error("loads are refused") {}
};

/// While it lives each load on its thread throws LoadRefused, so that the cache answers only what it holds. This is how
/// the demo looks at what is cached without adding to it. Loads of other threads go on: one that is refused would fail
/// later callers who share it. Do not nest.
class NoLoads {
 public:
  NoLoads() noexcept;
  NoLoads(const NoLoads&) = delete;
  NoLoads& operator=(const NoLoads&) = delete;
  ~NoLoads();
};

/// Where the cache loads and writes: the database, behind the interface that was generated from packages.yaml. The
/// database outlives the source. Thread-safe.
class DatabaseSource final : public PackagesSource {
 public:
  explicit DatabaseSource(Database& database) : database_(database) {}

  std::optional<Package> find_package(const PackageName& package) override;
  SectionPage section_page(const SectionName& section, std::uint32_t page) override;
  std::vector<PackageLine> maintainer_packages(const MaintainerName& maintainer) override;
  std::vector<PackageName> needs(const PackageName& package) override;
  Dependents needed_by(const PackageName& package) override;

  void update_package(const PackageName& package, const SectionName& section, const MaintainerName& maintainer,
                      const std::string& version, std::uint64_t installed_kib) override;
  void move_package(const PackageName& package, const SectionName& from, const SectionName& to) override;
  void change_requirements(const PackageName& package, const std::vector<Requirement>& requirements) override;

 private:
  Database& database_for_load() const;

  Database& database_;
};

}  // namespace catalogue
