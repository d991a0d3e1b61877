#include <algorithm>
#include <array>
#include <cstdio>

#include "demo/replay.hpp"
#include "demo/steps.hpp"

namespace catalogue {
namespace {

constexpr std::size_t requests_a_stream = 1'000'000;

std::vector<std::vector<Request>> make_streams(const Service& service) {
  std::vector<std::vector<Request>> streams;
  const std::size_t length = service.options.quick ? requests_a_stream / 50 : requests_a_stream;
  for (std::size_t number = 0; number < service.options.threads; ++number) {
    streams.push_back(service.workload.stream(number, length));
  }
  return streams;
}

template <typename Catalogue>
Replay measure(const Service& service, Catalogue& catalogue, const std::vector<std::vector<Request>>& streams,
               std::string_view label) {
  const std::uint64_t reads_before = service.database.reads();
  Replay result = replay(catalogue, streams, service.names, service.options.replay,
                         [&](double share) { service.terminal.progress(label, std::min(share, 0.99)); });
  result.database_reads = service.database.reads() - reads_before;
  service.terminal.progress(label, 1, grouped(result.requests) + " requests");
  return result;
}

std::string decimals(const char* format, double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), format, number);
  return text.data();
}

double requests_per_second(const Replay& replay) { return static_cast<double>(replay.requests) / replay.seconds; }

std::vector<std::string> row(std::string_view label, const Replay& replay, bool cached) {
  return {std::string(label),
          grouped(static_cast<std::uint64_t>(requests_per_second(replay))),
          duration_text(replay.latency.percentile(0.50)),
          duration_text(replay.latency.percentile(0.99)),
          grouped(replay.database_reads),
          decimals("%.2f", static_cast<double>(replay.database_reads) / static_cast<double>(replay.requests)),
          cached ? percent(replay.from_cache, replay.reads) : "-"};
}

}  // namespace

void show_speed(const Service& service) {
  Terminal& terminal = service.terminal;
  terminal.title("The same requests, without and with the cache");
  terminal.line(std::to_string(service.options.threads) + " threads; packages by Zipf " +
                decimals("%.2f", Workload::exponent) + "; one write in " + grouped(Workload::requests_per_write) +
                " requests");
  terminal.line("the cache starts empty and holds at most " + grouped(service.options.max_entries) + " of " +
                grouped(service.workload.every_read().size()) + " possible answers");

  const auto streams = make_streams(service);
  const Replay without = measure(service, service.source, streams, "without cache");
  const Replay with = measure(service, service.cache, streams, "with cache");

  terminal.line();
  terminal.table({{"", "requests/s", "p50", "p99", "database reads", "reads/request", "hit ratio"},
                  row("without cache", without, false),
                  row("with cache", with, true)});
  const std::string factor = decimals("%.1f", requests_per_second(with) / requests_per_second(without));
  terminal.line();
  terminal.line(terminal.strong(factor + " times the requests per second"));
}

}  // namespace catalogue
