#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <string>
#include <string_view>
#include <tagcache/pieces.hpp>
#include <thread>
#include <vector>

#include "mixed_use.hpp"

// A memory store at its full bound, for as long as one likes: whether what the process takes stays flat, and whether
// the counts add up at the end, to the last one.

namespace {

constexpr std::string_view usage = R"(soak_test [--seconds=N] [--megabytes=N] [--threads=N] [--seed=N]

  --seconds    how long; 2 unless told. What the process takes is judged from 300 on
  --megabytes  the bound of the store; 128 unless told
  --threads    how many; 3 unless told
  --seed       where chance begins; 1 unless told
)";

constexpr std::uint64_t mebibyte = 1024 * 1024;
constexpr std::uint64_t least_seconds_judged = 300;
constexpr double most_growth = 1.1;  ///< from the second quarter to the last: what an allocator keeps comes in steps

struct Options {
  std::uint64_t seconds = 2;
  std::uint64_t megabytes = 128;
  std::uint64_t threads = 3;
  std::uint64_t seed = 1;
};

bool take(std::string_view argument, std::string_view name, std::uint64_t& number) {
  if (!argument.starts_with(name)) return false;
  number = std::strtoull(std::string(argument.substr(name.size())).c_str(), nullptr, 10);
  return true;
}

double resident_megabytes() {
  std::ifstream file("/proc/self/statm");
  double program = 0;
  double resident = 0;
  file >> program >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / static_cast<double>(mebibyte);
}

/// What the process took, as time went on.
class Samples {
 public:
  void take(std::chrono::duration<double> elapsed, const soak::MixedUse& use) {
    resident_.push_back(resident_megabytes());
    const auto memory = use.memory();
    const double counted = static_cast<double>(memory.bytes.value_or(0)) / static_cast<double>(mebibyte);
    const double slabs = static_cast<double>(tagcache::detail::bytes_in_slabs()) / static_cast<double>(mebibyte);
    std::printf("%8.1f s  %8.1f MiB resident  %8.1f MiB in slabs  %8.1f MiB counted  %8zu entries  %12llu stored\n",
                elapsed.count(), resident_.back(), slabs, counted, memory.entries,
                static_cast<unsigned long long>(memory.stored));
    std::fflush(stdout);
  }

  /// The median of the last quarter against that of the second: the first is for filling up.
  [[nodiscard]] bool is_flat() const {
    const double before = median(1);
    const double after = median(3);
    std::printf("resident: %.1f MiB in the second quarter, %.1f MiB in the last (medians)\n", before, after);
    return after <= before * most_growth;
  }

 private:
  [[nodiscard]] double median(std::size_t quarter) const {
    const auto at = [this](std::size_t part) {
      return resident_.begin() + static_cast<std::ptrdiff_t>(resident_.size() * part / 4);
    };
    std::vector<double> sorted(at(quarter), at(quarter + 1));
    std::sort(sorted.begin(), sorted.end());
    return sorted[sorted.size() / 2];
  }

  std::vector<double> resident_;
};

/// Says what is wrong, and whether anything is.
class Verdict {
 public:
  void equal(std::string_view what, std::uint64_t one, std::string_view other_name, std::uint64_t other) {
    const bool is_equal = one == other;
    std::printf("%s %.*s: %llu, %.*s: %llu\n", is_equal ? "  " : "NO", static_cast<int>(what.size()), what.data(),
                static_cast<unsigned long long>(one), static_cast<int>(other_name.size()), other_name.data(),
                static_cast<unsigned long long>(other));
    is_good_ = is_good_ && is_equal;
  }
  void holds(std::string_view what, bool is_so) {
    std::printf("%s %.*s\n", is_so ? "  " : "NO", static_cast<int>(what.size()), what.data());
    is_good_ = is_good_ && is_so;
  }
  [[nodiscard]] bool is_good() const { return is_good_; }

 private:
  bool is_good_ = true;
};

/// Threads come and go: each spell of use is done by a new one.
std::vector<std::thread> start(soak::MixedUse& use, const Options& options, const std::atomic<bool>& is_over) {
  std::vector<std::thread> running;
  for (std::uint64_t thread = 1; thread < options.threads; ++thread) {
    running.emplace_back([&use, &is_over, seed = options.seed + (thread << 32U)]() mutable {
      while (!is_over.load()) std::thread([&use, &seed] { use.spell(++seed); }).join();
    });
  }
  return running;
}

Samples run(soak::MixedUse& use, const Options& options) {
  using Time = std::chrono::steady_clock;
  Samples samples;
  std::atomic<bool> is_over = false;
  auto running = start(use, options, is_over);
  const auto begin = Time::now();
  const std::chrono::duration<double> whole(static_cast<double>(options.seconds));
  auto next_sample = whole / 60;
  for (std::uint64_t spell = 0; Time::now() - begin < whole; ++spell) {
    use.spell(options.seed + spell);
    const std::chrono::duration<double> elapsed = Time::now() - begin;
    if (elapsed < next_sample) continue;
    samples.take(elapsed, use);
    while (next_sample <= elapsed) next_sample += whole / 60;
  }
  is_over = true;
  for (std::thread& thread : running) thread.join();
  return samples;
}

std::uint64_t removed(const tagcache::MemoryStats& stats) {
  return std::accumulate(stats.removed.begin(), stats.removed.end(), std::uint64_t{0});
}

void check_counts(soak::MixedUse& use, Verdict& verdict) {
  const auto memory = use.memory();
  const auto reads = use.reads();
  std::printf("%llu reads, %llu of them hits, %llu loads, %llu failed\n",
              static_cast<unsigned long long>(reads.reads()), static_cast<unsigned long long>(reads.hits),
              static_cast<unsigned long long>(reads.loads()), static_cast<unsigned long long>(reads.failed_loads));
  verdict.equal("entries that came", memory.stored, "set, and kept of what was loaded", use.sets() + reads.kept);
  verdict.equal("entries that came", memory.stored, "that are there, and that left", memory.entries + removed(memory));
  verdict.equal("values of another key", use.wrong_values(), "expected", 0);
  const auto left = use.disconnect();
  verdict.equal("entries after disconnect", left.entries, "expected", 0);
  verdict.equal("entries that came", left.stored, "that left", removed(left));
  for (std::size_t i = 0; i < tagcache::removal_causes; ++i) {
    const auto cause = tagcache::name(static_cast<tagcache::RemovalCause>(i));
    verdict.equal(cause, left.removed[i], "told of", use.told_of(i));
  }
  use.end();
  verdict.equal("values that outlive the store", static_cast<std::uint64_t>(soak::Alive::number), "expected", 0);
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (!take(argument, "--seconds=", options.seconds) && !take(argument, "--megabytes=", options.megabytes) &&
        !take(argument, "--threads=", options.threads) && !take(argument, "--seed=", options.seed)) {
      std::fprintf(stderr, "%s", usage.data());
      return 2;
    }
  }
  soak::MixedUse use(options.megabytes * mebibyte);
  const Samples samples = run(use, options);
  use.settle();
  Verdict verdict;
  check_counts(use, verdict);
  if (options.seconds >= least_seconds_judged) verdict.holds("what it takes stays flat", samples.is_flat());
  return verdict.is_good() ? 0 : 1;
}
