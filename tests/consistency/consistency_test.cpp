#include <sys/prctl.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include "children.hpp"
#include "node.hpp"
#include "site.hpp"

// Several processes read and write rows through memory in front of Redis while everything breaks, and each read is
// compared with what it may be served. tests/README.md says how to run it.

namespace {

using namespace std::chrono_literals;
using consistency::Ledger;
using consistency::Mode;
using Milliseconds = std::chrono::milliseconds;
using Time = std::chrono::steady_clock;

constexpr std::string_view usage =
    R"(consistency_test [--seconds=N] [--server=one|tls|cluster|replicated] [--partitions=N] [--nodes=N] [--seed=N]

  --seconds     how long; 20 unless told
  --server      one Redis, one with TLS, a cluster of three primaries with a replica each, or such a cluster and writes
                that wait for the replica; one unless told
  --partitions  over how many the rows are shared out, which a cluster has on all servers; 1 unless told, 64 at most
  --nodes       how many processes; 3 unless told, 6 at most
  --seed        where chance begins: what breaks, and in which order; 1 unless told
)";

struct Options {
  std::uint64_t seconds = 20;
  std::uint64_t partitions = 1;
  std::uint64_t nodes = 3;
  std::uint64_t seed = 1;
  std::string server = "one";
};

// Until all agree when nothing is broken any more, in the time for which a node was really running, and in any.
constexpr consistency::Instant patience = 60'000'000;
constexpr auto patience_with_the_machine = 15min;
constexpr auto between_rounds = 30s;  // in which all are compared

bool take(std::string_view argument, std::string_view name, std::uint64_t& number) {
  if (!argument.starts_with(name)) return false;
  number = std::strtoull(std::string(argument.substr(name.size())).c_str(), nullptr, 10);
  return true;
}

class Run {
 public:
  explicit Run(const Options& options)
      : options_(options),
        chance_(options.seed),
        site_(consistency::site(options.server, options.nodes, static_cast<int>(options.partitions), *ledger_)) {
    for (std::size_t i = 0; i < options.nodes; ++i) {
      const std::string url = site_->url(i);
      url.copy(ledger_->nodes[i].url.data(), ledger_->nodes[i].url.size() - 1);
      ledger_->nodes[i].may_split = site_->may_split();
      ledger_->nodes[i].replicas = site_->replicas();
      ledger_->nodes[i].partitions = static_cast<int>(options.partitions);
    }
  }

  int main() {
    consistency::Children children(ledger_, options_.nodes, options_.seed << 20U);
    const auto begin = Time::now();
    const auto end = begin + std::chrono::seconds(options_.seconds);
    while (Time::now() < end) {
      const auto pause = std::min(end, Time::now() + between_rounds);
      while (Time::now() < pause) {
        ++faults_[std::string(fault(children))];
        children.look();
        // What is missed must have the time to become too old: other faults have memory given up.
        std::this_thread::sleep_for(Milliseconds(chance_.one_in(3) ? 3500 : chance_.below(300)));
      }
      agree();
    }
    ledger_->is_over = true;
    children.join();
    print();
    return ledger_->violations == 0 ? 0 : 1;
  }

 private:
  std::string_view fault(consistency::Children& children) {
    const std::size_t node = chance_.below(static_cast<std::uint32_t>(children.count()));
    switch (chance_.below(16)) {
      case 0:
        children.replace(node);
        return "node killed";
      case 1:
      case 2:
        children.pause(node);
        std::this_thread::sleep_for(Milliseconds(chance_.below(1500)));
        children.resume(node);
        return "node stopped";
      case 3:
        ledger_->nodes[node].jumped += 1'000'000LL * chance_.below(chance_.one_in(3) ? 60'000 : 500);
        return "clock of a node jumped";
      case 4:
      case 5:
      case 6:
        return site_->trouble(chance_, children);
      default:
        return fault_of_connections();
    }
  }

  std::string_view fault_of_connections() {
    consistency::Gates& gates = site_->gates();
    const std::size_t gate = chance_.below(static_cast<std::uint32_t>(gates.size()));
    const Milliseconds duration(50 + chance_.below(chance_.one_in(4) ? 4500 : 400));
    switch (chance_.below(9)) {
      case 0:
        gates.cut(gate);
        return "connections cut";
      case 1:
        gates.shut(gate, duration);
        gates.cut(gate);
        return "connections cut and refused";
      case 2:
        gates.hold(gate, static_cast<consistency::Way>(chance_.below(3)), duration);
        return "connections held";
      case 3:
        gates.hold_announcements(gate, duration);
        return "announcements delayed";
      case 4:
        gates.slow(gate, Milliseconds(1 + chance_.below(100)), duration);
        return "connections slow";
      default:
        gates.lose(gate, static_cast<int>(1 + chance_.below(4)));
        return "announcements to be lost";
    }
  }

  template <class Holds>
  void await(const char* what, Holds holds) {
    const auto end = Time::now() + patience_with_the_machine;
    for (std::size_t i = 0; i < options_.nodes; ++i) {
      const auto& node = ledger_->nodes[i];
      consistency::Instant since = node.running;
      while (!holds(node)) {
        since = std::min(since, node.running.load());  // it may have been started again just before
        if (node.running - since > patience || Time::now() > end)
          return ledger_->violation("node " + std::to_string(i) + ' ' + what);
        std::this_thread::sleep_for(5ms);
      }
    }
  }

  /// Nothing is broken, nobody writes: what was written reaches all.
  void agree() {
    site_->gates().heal();
    const std::uint32_t round = ++ledger_->round;
    await("has not told all that it wrote", [&](const auto& node) { return node.is_quiet == round; });
    ledger_->compared = round;
    await("does not see what all wrote", [&](const auto& node) { return node.agrees == round; });
    ledger_->resumed = round;
  }

  void print() {
    std::uint64_t reads = 0;
    std::uint64_t writes = 0;
    std::uint64_t failed = 0;
    std::uint64_t distrusted = 0;
    std::uint64_t not_counted = 0;
    consistency::Instant pause = 0;
    for (const auto& node : ledger_->nodes) {
      writes += node.writes;
      failed += node.failed_writes;
      distrusted += node.distrusted;
      not_counted += node.not_counted;
      pause = std::max(pause, node.longest_pause.load());
    }
    for (std::size_t mode = 0; mode < consistency::modes; ++mode) reads += print_mode(mode);
    std::printf("%llu reads checked, %llu writes that end entries (%llu failed), %llu announcements lost\n",
                number(reads), number(writes), number(failed), number(site_->gates().lost()));
    std::printf("memory was given up %llu times by the processes that lived to the end\n", number(distrusted));
    std::printf(
        "a node stood still for %.1f ms at most; the bound of local reads is %.1f ms, and %.1f ms are allowed\n",
        milliseconds(pause), milliseconds(consistency::local_bound),
        milliseconds(consistency::local_bound + consistency::slack));
    if (ledger_->splits > 0) {
      std::printf(
          "%u times an old primary could be believed, for %.1f s in all; %llu writes then, or failed, do not count\n",
          ledger_->splits / 2, milliseconds(ledger_->split_in_all) / 1000, number(not_counted));
    }
    for (const auto& [name, count] : faults_) std::printf("  %6llu  %s\n", number(count), name.c_str());
    std::printf("%llu violations\n", number(ledger_->violations));
  }

  std::uint64_t print_mode(std::size_t mode) {
    std::uint64_t reads = 0;
    std::uint64_t loads = 0;
    std::uint64_t old = 0;
    consistency::Instant oldest = 0;
    for (const auto& node : ledger_->nodes) {
      reads += node.tallies[mode].reads;
      loads += node.tallies[mode].loads;
      old += node.tallies[mode].old;
      oldest = std::max(oldest, node.tallies[mode].oldest.load());
    }
    std::printf("%-8s %10llu reads, %8llu loads, %8llu missed a write that had returned, %8.1f ms old at most\n",
                consistency::mode_names[mode].data(), number(reads), number(loads), number(old), milliseconds(oldest));
    return reads;
  }

  static unsigned long long number(std::uint64_t value) { return value; }
  static double milliseconds(consistency::Instant value) { return static_cast<double>(value) / 1000; }

  const Options options_;
  model::Chance chance_;
  consistency::SharedLedger ledger_;
  std::unique_ptr<consistency::Site> site_;
  std::map<std::string, std::uint64_t> faults_;
};

int node_main(char** words) {
  const consistency::SharedLedger ledger(std::atoi(words[4]));
  const auto word = [&](int index) { return std::strtoull(words[index], nullptr, 10); };
  consistency::Node(*ledger, word(2), word(3), word(5)).run();
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 6 && std::strcmp(arguments[1], "--node") == 0) return node_main(arguments);
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument.starts_with("--server=")) {
      options.server = argument.substr(9);
    } else if (!take(argument, "--seconds=", options.seconds) && !take(argument, "--nodes=", options.nodes) &&
               !take(argument, "--partitions=", options.partitions) && !take(argument, "--seed=", options.seed)) {
      std::fprintf(stderr, "%s", usage.data());
      return 2;
    }
  }
  options.nodes = std::clamp<std::uint64_t>(options.nodes, 1, consistency::nodes_most);
  options.partitions = std::clamp<std::uint64_t>(options.partitions, 1, tagcache::detail::redis::most_partitions);
  return Run(options).main();
}
