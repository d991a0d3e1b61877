#include <algorithm>
#include <map>
#include <stdexcept>

#include "demo/steps.hpp"
#include "service/answer.hpp"
#include "service/cached_answers.hpp"

namespace catalogue {
namespace {

using Kind = Request::Kind;

/// The answers that a person would look at: those about the package, and some that have nothing to do with it.
std::vector<Request> watched(const Service& service, std::uint32_t package) {
  const Names& names = service.names;
  const std::uint32_t section = names.section_of[package];
  std::vector<Request> requests{{Kind::find_package, package, 0},
                                {Kind::section_page, section, 0},
                                {Kind::maintainer_packages, names.maintainer_of[package], 0},
                                {Kind::needs, package, 0},
                                {Kind::needed_by, package, 0}};
  for (const std::uint32_t other : service.workload.by_popularity()) {
    if (names.section_of[other] == section || names.maintainer_of[other] == names.maintainer_of[package]) continue;
    requests.push_back({Kind::find_package, other, 0});
    requests.push_back({Kind::section_page, names.section_of[other], 0});
    requests.push_back({Kind::maintainer_packages, names.maintainer_of[other], 0});
    break;
  }
  return requests;
}

/// A popular package that has something to lose.
std::uint32_t chosen_package(const Service& service) {
  for (const std::uint32_t package : service.workload.by_popularity()) {
    const auto found = service.database.find_package(service.names.packages[package]);
    if (found && found->requirements.size() >= 2) return package;
  }
  throw std::runtime_error("no package in this index needs two others");
}

std::string counts_by_query(const std::vector<Request>& requests, const Names& names) {
  std::map<std::string, std::size_t> counts;
  for (const Request& request : requests) {
    const std::string text = describe(request, names);
    ++counts[text.substr(0, text.find('('))];
  }
  std::string text;
  for (const auto& [query, count] : counts) text += (text.empty() ? "" : ", ") + query + " " + grouped(count);
  return text;
}

void show_difference(const Service& service, const std::vector<Request>& requests, const Difference& difference) {
  Terminal& terminal = service.terminal;
  const auto in = [](const std::vector<Request>& list, const Request& request) {
    return std::find(list.begin(), list.end(), request) != list.end();
  };
  for (const Request& request : requests) {
    const std::string text = describe(request, service.names);
    if (!in(difference.went, request)) {
      terminal.line(terminal.good("stayed  ") + text);
    } else {
      const bool again = in(difference.loaded_again, request);
      terminal.line(terminal.bad("went    ") + text + (again ? terminal.faint("  (loaded anew: recache)") : ""));
    }
  }
  terminal.line("of " + grouped(difference.went.size() + difference.stayed.size()) + " cached answers " +
                terminal.strong(grouped(difference.went.size())) + " went, " +
                terminal.strong(grouped(difference.stayed.size())) + " stayed");
  if (!difference.went.empty())
    terminal.line(terminal.faint("gone: " + counts_by_query(difference.went, service.names)));
}

/// Looks, writes, looks again.
template <typename Write>
void watch(const Service& service, const std::vector<Request>& requests, Write write) {
  for (const Request& request : requests) serve(service.cache, request, service.names);
  const auto everything = service.workload.every_read();
  const auto before = cached_answers(service.cache, everything, service.names);
  write();
  const auto after = cached_answers(service.cache, everything, service.names);
  show_difference(service, requests, compare(before, after));
}

}  // namespace

void show_invalidation(const Service& service) {
  const std::uint32_t number = chosen_package(service);
  const PackageName& name = service.names.packages[number];
  const Package package = service.database.find_package(name).value();
  const auto requests = watched(service, number);

  service.terminal.title("A new version of " + name.value);
  service.terminal.line(package.version + " becomes " + next_rebuild(package.version) + "; section " +
                        package.section.value + ", maintainer " + package.maintainer.value);
  watch(service, requests, [&] {
    rebuild(service.cache, name);
    (void)service.cache.find_package(name);  // joins the load that recache began
  });

  service.terminal.title("What " + name.value + " needs changes");
  service.terminal.line("one dependency is dropped; any closure could have led through it, so all closures go");
  watch(service, requests, [&] {
    auto requirements = package.requirements;
    requirements.pop_back();
    service.cache.change_requirements(name, requirements);
  });
}

}  // namespace catalogue
