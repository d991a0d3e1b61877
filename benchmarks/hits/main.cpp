#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string_view>
#include <thread>

#include "measured.hpp"

namespace {

constexpr std::string_view usage =
    R"(memory_benchmarks [--keys=N] [--sequence=FILE] [--on-request] [options of Google Benchmark]

  --keys        how many keys there are; 100000 unless told
  --sequence    a file with the keys in the order in which they are read; made when it is not there
  --on-request  all benchmarks once for each line on standard input: a line of JSON each, then an empty one
)";

struct Options {
  std::size_t keys = 100'000;
  std::string sequence;
  bool on_request = false;
};

/// Takes what is ours out of the arguments.
Options take_options(int& count, char** arguments) {
  Options options;
  int left = 1;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument.starts_with("--keys=")) {
      options.keys = std::strtoull(arguments[i] + 7, nullptr, 10);
    } else if (argument.starts_with("--sequence=")) {
      options.sequence = argument.substr(11);
    } else if (argument == "--on-request") {
      options.on_request = true;
    } else {
      arguments[left++] = arguments[i];
    }
  }
  count = left;
  return options;
}

workload::KeySequence sequence_of(const Options& options) {
  if (!options.sequence.empty() && std::filesystem::exists(options.sequence)) {
    return workload::read_sequence(options.sequence);
  }
  auto sequence = workload::zipf_sequence(options.keys, workload::sequence_length(options.keys));
  if (!options.sequence.empty()) workload::write_sequence(sequence, options.sequence);
  return sequence;
}

/// A line of JSON a run: what it is called, threads, nanoseconds an iteration at the wall and of the processor,
/// counters.
class Lines final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      const double iterations = static_cast<double>(run.iterations) * 1e-9;
      std::cout << R"({"name": ")" << run.run_name.function_name << R"(", "threads": )" << run.threads
                << R"(, "wall": )" << run.real_accumulated_time / iterations << R"(, "processor": )"
                << run.cpu_accumulated_time / iterations;
      for (const auto& [name, value] : run.counters) std::cout << ", \"" << name << "\": " << value.value;
      std::cout << "}\n";
    }
  }
};

}  // namespace

int main(int count, char** arguments) try {
  const Options options = take_options(count, arguments);
  benchmark::Initialize(&count, arguments, [] { std::cout << usage; });
  if (benchmark::ReportUnrecognizedArguments(count, arguments) || options.keys < 1'000) {
    std::cerr << usage << "At least 1000 keys.\n";
    return 2;
  }
  std::thread([] {}).join();  // a program that never had a second thread is spared atomic instructions by its libraries
  const measured::Workload workload{options.keys, sequence_of(options)};
  measured::add_hits(workload);
  measured::add_misses(workload);
  measured::add_tags(workload);
  measured::add_invalidations(workload);
  measured::add_latencies(workload);
  measured::add_footprints(workload);
  measured::add_pauses(workload);
  if (!options.on_request) {
    benchmark::RunSpecifiedBenchmarks();
  } else {
    for (std::string line; std::getline(std::cin, line);) {
      Lines lines;
      benchmark::RunSpecifiedBenchmarks(&lines);
      std::cout << std::endl;
    }
  }
  benchmark::Shutdown();
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
