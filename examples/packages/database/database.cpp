#include "database/database.hpp"

#include <limits>

#include "database/statements.hpp"

namespace catalogue {
namespace {

constexpr std::size_t packages_between_reports = 500;

std::int64_t stored(std::uint64_t number) { return static_cast<std::int64_t>(number); }

std::uint64_t loaded(std::int64_t number) { return static_cast<std::uint64_t>(number); }

void insert_requirements(Connection& connection, std::int64_t id, const std::vector<Requirement>& requirements) {
  std::int64_t position = 0;
  for (const Requirement& requirement : requirements) {
    std::int64_t alternative = 0;
    for (const PackageName& name : requirement.any_of) {
      Statement& insert = connection.prepared(statements::insert_requirement);
      insert.bind(1, id).bind(2, position).bind(3, alternative++).bind(4, name.value).run();
    }
    ++position;
  }
}

void insert_package(Connection& connection, std::int64_t id, const IndexedPackage& indexed) {
  const Package& package = indexed.package;
  connection.prepared(statements::insert_package)
      .bind(1, id)
      .bind(2, package.name.value)
      .bind(3, package.version)
      .bind(4, package.section.value)
      .bind(5, package.maintainer.value)
      .bind(6, stored(package.installed_kib))
      .bind(7, stored(package.download_bytes))
      .run();
  insert_requirements(connection, id, package.requirements);
  for (const PackageName& provided : indexed.provides) {
    connection.prepared(statements::insert_provided).bind(1, provided.value).bind(2, id).run();
  }
}

std::vector<PackageLine> lines(Statement& rows) {
  std::vector<PackageLine> result;
  while (rows.step()) result.push_back({{rows.text(0)}, rows.text(1), loaded(rows.number(2))});
  rows.reset();
  return result;
}

std::vector<PackageName> names(Statement& rows) {
  std::vector<PackageName> result;
  while (rows.step()) result.push_back({rows.text(0)});
  rows.reset();
  return result;
}

std::int64_t single_number(Statement& rows) {
  const std::int64_t number = rows.step() ? rows.number(0) : 0;
  rows.reset();
  return number;
}

std::vector<Requirement> requirements_of(Connection& connection, std::int64_t id) {
  Statement& rows = connection.prepared(statements::requirements_of).bind(1, id);
  std::vector<Requirement> requirements;
  while (rows.step()) {
    if (rows.number(0) == stored(requirements.size())) requirements.emplace_back();
    requirements.back().any_of.push_back({rows.text(1)});
  }
  rows.reset();
  return requirements;
}

}  // namespace

void Database::load(const std::vector<IndexedPackage>& packages, const Progress& progress) {
  const std::lock_guard writer(writing_);
  const auto connection = pool_.lease();
  Transaction transaction(*connection, Transaction::Kind::writing);
  connection->run(statements::create_tables);
  std::int64_t id = 0;
  for (const IndexedPackage& package : packages) {
    insert_package(*connection, ++id, package);
    const auto count = static_cast<std::size_t>(id);
    if (progress && (count % packages_between_reports == 0 || count == packages.size())) progress(count);
  }
  connection->prepared(statements::settle_requirements)
      .bind(1, std::int64_t{1})
      .bind(2, std::numeric_limits<std::int64_t>::max())
      .run();
  connection->run(statements::create_indexes);
  transaction.commit();
}

std::optional<Package> Database::find_package(const PackageName& name) {
  const auto connection = connection_for_read();
  Transaction moment(*connection, Transaction::Kind::reading);
  Statement& row = connection->prepared(statements::find_package).bind(1, name.value);
  std::optional<Package> package;
  if (row.step()) {
    package =
        Package{name, row.text(1), {row.text(2)}, {row.text(3)}, loaded(row.number(4)), loaded(row.number(5)), {}};
    package->requirements = requirements_of(*connection, row.number(0));
  }
  row.reset();
  moment.commit();
  return package;
}

SectionPage Database::section_page(const SectionName& section, std::uint32_t page) {
  const auto connection = connection_for_read();
  Transaction moment(*connection, Transaction::Kind::reading);
  SectionPage result;
  result.packages = lines(connection->prepared(statements::section_page)
                              .bind(1, section.value)
                              .bind(2, std::int64_t{packages_on_a_page})
                              .bind(3, std::int64_t{page} * packages_on_a_page));
  result.packages_in_section =
      loaded(single_number(connection->prepared(statements::section_size).bind(1, section.value)));
  moment.commit();
  return result;
}

std::vector<PackageLine> Database::maintainer_packages(const MaintainerName& maintainer) {
  const auto connection = connection_for_read();
  return lines(connection->prepared(statements::maintainer_packages).bind(1, maintainer.value));
}

std::vector<PackageName> Database::needs(const PackageName& package) {
  const auto connection = connection_for_read();
  return names(connection->prepared(statements::needs).bind(1, package.value));
}

Dependents Database::needed_by(const PackageName& package) {
  const auto connection = connection_for_read();
  Transaction moment(*connection, Transaction::Kind::reading);
  Dependents result;
  result.direct = names(connection->prepared(statements::needed_by_directly).bind(1, package.value));
  result.in_full_depth =
      loaded(single_number(connection->prepared(statements::needed_by_in_full_depth).bind(1, package.value)));
  moment.commit();
  return result;
}

void Database::update_package(const PackageName& package, const SectionName& section, const MaintainerName& maintainer,
                              const std::string& version, std::uint64_t installed_kib) {
  const std::lock_guard writer(writing_);
  const auto connection = pool_.lease();
  connection->prepared(statements::update_package)
      .bind(1, version)
      .bind(2, stored(installed_kib))
      .bind(3, package.value)
      .bind(4, section.value)
      .bind(5, maintainer.value)
      .run();
  if (connection->changes() == 0) {
    throw Conflict(package.value + " is not in section " + section.value + " with maintainer " + maintainer.value);
  }
}

void Database::move_package(const PackageName& package, const SectionName& from, const SectionName& to) {
  const std::lock_guard writer(writing_);
  const auto connection = pool_.lease();
  connection->prepared(statements::move_package).bind(1, to.value).bind(2, package.value).bind(3, from.value).run();
  if (connection->changes() == 0) throw Conflict(package.value + " is not in section " + from.value);
}

void Database::change_requirements(const PackageName& package, const std::vector<Requirement>& requirements) {
  const std::lock_guard writer(writing_);
  const auto connection = pool_.lease();
  Transaction transaction(*connection, Transaction::Kind::writing);
  const std::int64_t id = single_number(connection->prepared(statements::find_package).bind(1, package.value));
  if (id == 0) throw Conflict("there is no package " + package.value);
  connection->prepared(statements::forget_requirements).bind(1, id).run();
  connection->prepared(statements::forget_edges).bind(1, id).run();
  insert_requirements(*connection, id, requirements);
  connection->prepared(statements::settle_requirements).bind(1, id).bind(2, id).run();
  transaction.commit();
}

ConnectionPool::Lease Database::connection_for_read() {
  reads_.fetch_add(1, std::memory_order_relaxed);
  return pool_.lease();
}

}  // namespace catalogue
