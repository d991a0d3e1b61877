#include "service/database_source.hpp"

namespace catalogue {
namespace {

thread_local bool loads_are_refused = false;

}  // namespace

NoLoads::NoLoads() noexcept { loads_are_refused = true; }

NoLoads::~NoLoads() { loads_are_refused = false; }

std::optional<Package> DatabaseSource::find_package(const PackageName& package) {
  return database_for_load().find_package(package);
}

SectionPage DatabaseSource::section_page(const SectionName& section, std::uint32_t page) {
  return database_for_load().section_page(section, page);
}

std::vector<PackageLine> DatabaseSource::maintainer_packages(const MaintainerName& maintainer) {
  return database_for_load().maintainer_packages(maintainer);
}

std::vector<PackageName> DatabaseSource::needs(const PackageName& package) {
  return database_for_load().needs(package);
}

Dependents DatabaseSource::needed_by(const PackageName& package) { return database_for_load().needed_by(package); }

void DatabaseSource::update_package(const PackageName& package, const SectionName& section,
                                    const MaintainerName& maintainer, const std::string& version,
                                    std::uint64_t installed_kib) {
  database_.update_package(package, section, maintainer, version, installed_kib);
}

void DatabaseSource::move_package(const PackageName& package, const SectionName& from, const SectionName& to) {
  database_.move_package(package, from, to);
}

void DatabaseSource::change_requirements(const PackageName& package, const std::vector<Requirement>& requirements) {
  database_.change_requirements(package, requirements);
}

Database& DatabaseSource::database_for_load() const {
  if (loads_are_refused) throw LoadRefused();
  return database_;
}

}  // namespace catalogue
