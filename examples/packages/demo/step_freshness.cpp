#include <algorithm>
#include <exception>
#include <random>
#include <stop_token>
#include <thread>

#include "demo/replay.hpp"
#include "demo/steps.hpp"
#include "service/answer.hpp"
#include "service/cached_answers.hpp"

namespace catalogue {
namespace {

constexpr std::size_t writers = 2;
constexpr std::size_t readers = 2;

/// What the writers did, and how often a read after a write did not show it.
struct Writes {
  std::uint64_t done = 0;
  std::uint64_t refused = 0;
  std::uint64_t not_seen = 0;
  std::exception_ptr error;
};

/// Writes to packages of its own through the cache and reads each back at once: an answer older than the write would
/// show that the invalidation had not taken effect when the write returned.
class Writer {
 public:
  Writer(const Service& service, std::size_t number) : service_(service), number_(number), random_(number + 1) {}

  void run(const std::stop_token& stop) {
    try {
      while (!stop.stop_requested()) write_once();
    } catch (...) {
      writes.error = std::current_exception();
    }
  }

  Writes writes;

 private:
  void write_once() {
    const PackageName& name = own_package();
    try {
      const bool seen = write(name);
      ++writes.done;
      if (!seen) ++writes.not_seen;
    } catch (const Conflict&) {
      ++writes.refused;
    }
  }

  /// Popular packages come up more often, so that writers and readers meet.
  const PackageName& own_package() {
    const auto& ranked = service_.workload.by_popularity();
    const std::size_t most = std::min<std::size_t>(ranked.size(), 2'000);
    const std::size_t place = (random_() % most) / writers * writers + number_;
    return service_.names.packages[ranked[std::min(place, ranked.size() - 1)]];
  }

  /// Mostly new versions, as in the real archive. True when the read after the write showed what was written.
  bool write(const PackageName& name) {
    const std::uint64_t chance = random_() % 200;
    if (chance == 0) return change_requirements(name);
    if (chance < 20) return move(name);
    const std::string version = rebuild(service_.cache, name);
    return current(name).version == version;
  }

  bool move(const PackageName& name) {
    const SectionName from = current(name).section;
    const SectionName& to = service_.names.sections[random_() % service_.names.sections.size()];
    service_.cache.move_package(name, from, to);
    return current(name).section == to;
  }

  bool change_requirements(const PackageName& name) {
    std::vector<Requirement> requirements = current(name).requirements;
    const PackageName& more = service_.names.packages[random_() % service_.names.packages.size()];
    requirements.push_back({{more}});
    service_.cache.change_requirements(name, requirements);
    return current(name).requirements == requirements;
  }

  Package current(const PackageName& name) { return service_.cache.find_package(name)->value(); }

  const Service& service_;
  std::size_t number_;
  std::mt19937_64 random_;
};

Writes add_up(const std::vector<Writer>& all) {
  Writes sum;
  for (const Writer& writer : all) {
    if (writer.writes.error) std::rethrow_exception(writer.writes.error);
    sum.done += writer.writes.done;
    sum.refused += writer.writes.refused;
    sum.not_seen += writer.writes.not_seen;
  }
  return sum;
}

Writes write_while_reading(const Service& service) {
  std::vector<Writer> all;
  for (std::size_t number = 0; number < writers; ++number) all.emplace_back(service, number);
  // Writes by anyone else would come between a writer's write and its look at the result.
  std::vector<std::vector<Request>> streams;
  for (std::size_t number = 0; number < readers; ++number) {
    streams.push_back(service.workload.reads(1'000 + number, 100'000));
  }
  const auto label = "reading and writing";
  Replay reading;
  {
    std::vector<std::jthread> threads;
    for (Writer& writer : all) threads.emplace_back([&](const std::stop_token& stop) { writer.run(stop); });
    reading = replay(service.cache, streams, service.names, service.options.concurrent,
                     [&](double share) { service.terminal.progress(label, std::min(share, 0.99)); });
    for (std::jthread& thread : threads) thread.request_stop();
  }
  const Writes written = add_up(all);
  service.terminal.progress(label, 1, grouped(reading.reads) + " reads, " + grouped(written.done) + " writes");
  return written;
}

}  // namespace

bool show_freshness(const Service& service) {
  Terminal& terminal = service.terminal;
  terminal.title("Is anything stale?");
  const Writes written = write_while_reading(service);
  const Freshness freshness = compare_with_database(
      service.cache, service.database, service.workload.every_read(), service.names,
      [&](double share) { terminal.progress("comparing with the database", std::min(share, 0.99)); });
  terminal.progress("comparing with the database", 1, grouped(freshness.compared) + " cached answers");

  const auto verdict = [&](std::uint64_t wrong) {
    return wrong == 0 ? terminal.good("none") : terminal.bad(grouped(wrong));
  };
  terminal.line();
  terminal.line("writes that the next read did not show:             " + verdict(written.not_seen));
  terminal.line("cached answers that differ from the database:       " + verdict(freshness.different.size()));
  for (std::size_t place = 0; place < std::min<std::size_t>(freshness.different.size(), 5); ++place) {
    terminal.line("  " + describe(freshness.different[place], service.names));
  }
  return written.not_seen == 0 && freshness.different.empty();
}

}  // namespace catalogue
