#include <algorithm>

#include "demo/steps.hpp"
#include "index/package_lists.hpp"

namespace catalogue {
namespace {

PackageLists chosen_lists(const Options& options) {
  if (options.data) return {options.data->string(), {*options.data}};
  if (options.quick) return shipped_extract();
  return lists_of_this_machine().value_or(shipped_extract());
}

/// Every n-th package, so that what is left is as mixed as the whole.
std::vector<IndexedPackage> thinned(std::vector<IndexedPackage> index, std::size_t most) {
  if (most == 0 || index.size() <= most) return index;
  const std::size_t step = (index.size() + most - 1) / most;
  std::vector<IndexedPackage> kept;
  for (std::size_t place = 0; place < index.size(); place += step) kept.push_back(std::move(index[place]));
  return kept;
}

}  // namespace

std::vector<IndexedPackage> read_index(const Options& options, Terminal& terminal) {
  const PackageLists lists = chosen_lists(options);
  terminal.title("A catalogue of Debian packages");
  terminal.line("from " + lists.origin);

  // How many packages there will be is known at the end only; the bar takes Debian's main archive as its measure.
  constexpr double expected = 66'000;
  PackageIndex index;
  read(lists, index, [&](std::size_t packages) {
    const double share = std::min(static_cast<double>(packages) / expected, 0.99);
    terminal.progress("reading the index", share, grouped(packages) + " packages");
  });
  if (index.size() == 0) throw std::runtime_error("no packages in " + lists.origin);
  terminal.progress("reading the index", 1, grouped(index.size()) + " packages");
  return thinned(index.take(), options.max_packages);
}

void fill_database(Database& database, const std::vector<IndexedPackage>& index, Terminal& terminal) {
  const auto total = static_cast<double>(index.size());
  database.load(index, [&](std::size_t packages) {
    terminal.progress("filling the database", std::min(static_cast<double>(packages) / total, 0.99),
                      grouped(packages) + " packages");
  });
  terminal.progress("filling the database", 1, grouped(index.size()) + " packages, SQLite");
}

}  // namespace catalogue
