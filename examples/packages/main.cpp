#include <exception>
#include <iostream>
#include <span>
#include <stdexcept>

#include "database/removal_on_interrupt.hpp"
#include "database/temporary_folder.hpp"
#include "demo/options.hpp"
#include "demo/steps.hpp"

namespace {

bool run(const catalogue::Options& options) {
  using namespace catalogue;
  Terminal terminal;
  const auto index = read_index(options, terminal);
  const Names names(index);
  const Workload workload(names, 2026);

  const TemporaryFolder folder;
  const RemovalOnInterrupt removal(folder.path());
  Database database(folder.path() / "packages.sqlite");
  fill_database(database, index, terminal);

  DatabaseSource source(database);
  PackagesCache cache(source, tagcache::memory({.max_entries = options.max_entries}));

  const Service service{options, terminal, names, workload, database, source, cache};
  show_speed(service);
  show_invalidation(service);
  return show_freshness(service);
}

}  // namespace

int main(int argument_count, char** arguments) {
  try {
    const auto options = catalogue::parse_options(std::span(arguments, static_cast<std::size_t>(argument_count)));
    if (options.help) {
      std::cout << catalogue::usage;
      return 0;
    }
    return run(options) ? 0 : 1;
  } catch (const std::invalid_argument& error) {
    std::cerr << "packages_demo: " << error.what() << "\n\n" << catalogue::usage;
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "packages_demo: " << error.what() << '\n';
    return 1;
  }
}
