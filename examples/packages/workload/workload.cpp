#include "workload/workload.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "database/database.hpp"

namespace catalogue {
namespace {

/// The number of `name` in `list`, which it joins when it is new.
template <typename Name>
std::uint32_t number_of(const Name& name, std::vector<Name>& list, std::map<Name, std::uint32_t>& numbers) {
  const auto [place, inserted] = numbers.try_emplace(name, static_cast<std::uint32_t>(list.size()));
  if (inserted) list.push_back(name);
  return place->second;
}

/// A number below `limit`. The bias is far below what a request stream could show, and unlike the distributions of the
/// standard library the result is the same everywhere.
std::uint32_t below(std::uint32_t limit, std::mt19937_64& random) {
  return static_cast<std::uint32_t>(random() % limit);
}

/// Readers of a section seldom get far: each page loses half of them.
std::uint32_t draw_page(std::uint32_t pages, std::mt19937_64& random) {
  std::uint32_t page = 0;
  while (page + 1 < pages && below(2, random) == 0) ++page;
  return page;
}

}  // namespace

Names::Names(const std::vector<IndexedPackage>& index) {
  std::map<SectionName, std::uint32_t> section_numbers;
  std::map<MaintainerName, std::uint32_t> maintainer_numbers;
  std::vector<std::uint32_t> section_sizes;
  for (const IndexedPackage& indexed : index) {
    packages.push_back(indexed.package.name);
    section_of.push_back(number_of(indexed.package.section, sections, section_numbers));
    maintainer_of.push_back(number_of(indexed.package.maintainer, maintainers, maintainer_numbers));
    section_sizes.resize(sections.size());
    ++section_sizes[section_of.back()];
  }
  for (const std::uint32_t size : section_sizes) {
    section_pages.push_back((size + packages_on_a_page - 1) / packages_on_a_page);
  }
}

std::string describe(const Request& request, const Names& names) {
  switch (request.kind) {
    case Request::Kind::find_package:
      return "find_package(" + names.packages[request.subject].value + ")";
    case Request::Kind::section_page:
      return "section_page(" + names.sections[request.subject].value + ", " + std::to_string(request.page) + ")";
    case Request::Kind::maintainer_packages:
      return "maintainer_packages(" + names.maintainers[request.subject].value + ")";
    case Request::Kind::needs:
      return "needs(" + names.packages[request.subject].value + ")";
    case Request::Kind::needed_by:
      return "needed_by(" + names.packages[request.subject].value + ")";
    case Request::Kind::rebuild:
      return "rebuild(" + names.packages[request.subject].value + ")";
  }
  return {};
}

Workload::Workload(const Names& names, std::uint64_t seed)
    : names_(names),
      seed_(seed),
      package_ranks_(names.packages.size(), exponent),
      by_popularity_(names.packages.size()) {
  std::iota(by_popularity_.begin(), by_popularity_.end(), 0U);
  std::mt19937_64 random(seed);
  for (auto left = static_cast<std::uint32_t>(by_popularity_.size()); left > 1; --left) {
    std::swap(by_popularity_[left - 1], by_popularity_[below(left, random)]);
  }
}

std::vector<Request> Workload::stream(std::uint64_t number, std::size_t count) const {
  std::seed_seq seeds{seed_, number + 1};
  std::mt19937_64 random(seeds);
  std::vector<Request> requests;
  requests.reserve(count);
  while (requests.size() < count) requests.push_back(draw(random));
  return requests;
}

std::vector<Request> Workload::reads(std::uint64_t number, std::size_t count) const {
  std::vector<Request> requests = stream(number, count);
  std::erase_if(requests, [](const Request& request) { return request.kind == Request::Kind::rebuild; });
  return requests;
}

Request Workload::draw(std::mt19937_64& random) const {
  const std::uint32_t package = by_popularity_[package_ranks_(random)];
  if (below(requests_per_write, random) == 0) return {Request::Kind::rebuild, package, 0};
  const std::uint32_t percent = below(100, random);
  if (percent < 40) return {Request::Kind::find_package, package, 0};
  if (percent < 60) {
    const std::uint32_t section = names_.section_of[package];
    return {Request::Kind::section_page, section, draw_page(names_.section_pages[section], random)};
  }
  if (percent < 70) return {Request::Kind::maintainer_packages, names_.maintainer_of[package], 0};
  if (percent < 90) return {Request::Kind::needs, package, 0};
  return {Request::Kind::needed_by, package, 0};
}

std::vector<Request> Workload::every_read() const {
  using Kind = Request::Kind;
  std::vector<Request> requests;
  for (const Kind kind : {Kind::find_package, Kind::needs, Kind::needed_by}) {
    for (std::uint32_t package = 0; package < names_.packages.size(); ++package) requests.push_back({kind, package, 0});
  }
  for (std::uint32_t section = 0; section < names_.sections.size(); ++section) {
    for (std::uint32_t page = 0; page < names_.section_pages[section]; ++page) {
      requests.push_back({Kind::section_page, section, page});
    }
  }
  for (std::uint32_t maintainer = 0; maintainer < names_.maintainers.size(); ++maintainer) {
    requests.push_back({Kind::maintainer_packages, maintainer, 0});
  }
  return requests;
}

}  // namespace catalogue
