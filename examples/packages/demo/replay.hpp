#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <stop_token>
#include <thread>
#include <vector>

#include "service/answer.hpp"
#include "workload/latency_histogram.hpp"
#include "workload/workload.hpp"

namespace catalogue {

/// What one replay of the workload measured.
struct Replay {
  std::uint64_t requests = 0;
  std::uint64_t reads = 0;
  std::uint64_t from_cache = 0;  ///< of the reads
  std::uint64_t database_reads = 0;
  double seconds = 0;
  LatencyHistogram latency;
};

/// What one thread measured. Threads write to their own only; it is read when they have ended.
struct ThreadReplay {
  std::uint64_t reads = 0;
  std::uint64_t from_cache = 0;
  LatencyHistogram latency;
  std::exception_ptr error;
};

/// Serves `stream` from its beginning, again and again, until it is told to stop.
template <typename Catalogue>
void replay_stream(Catalogue& catalogue, const std::vector<Request>& stream, const Names& names,
                   const std::stop_token& stop, ThreadReplay& measured) {
  try {
    auto before = std::chrono::steady_clock::now();
    for (std::size_t next = 0; !stop.stop_requested(); next = (next + 1) % stream.size()) {
      const bool hit = serve(catalogue, stream[next], names);
      const auto after = std::chrono::steady_clock::now();
      measured.latency.record(after - before);
      measured.reads += stream[next].kind == Request::Kind::rebuild ? 0U : 1U;
      measured.from_cache += hit ? 1U : 0U;
      before = after;
    }
  } catch (...) {
    measured.error = std::current_exception();
  }
}

/// Waits until `duration` is over, telling `progress` how much of it has passed (0 to 1).
void wait_while(std::chrono::duration<double> duration, const std::function<void(double)>& progress);

/// Adds up what the threads measured; throws what a thread threw.
[[nodiscard]] Replay add_up(const std::vector<ThreadReplay>& threads);

/// Replays one stream a thread for `duration`. The requests that came in this time differ in number, not in order:
/// thread 3 serves the first requests of stream 3, whoever answers.
template <typename Catalogue>
Replay replay(Catalogue& catalogue, const std::vector<std::vector<Request>>& streams, const Names& names,
              std::chrono::duration<double> duration, const std::function<void(double)>& progress) {
  std::vector<ThreadReplay> measured(streams.size());
  const auto begin = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> threads;
    for (std::size_t number = 0; number < streams.size(); ++number) {
      threads.emplace_back([&, number](const std::stop_token& stop) {
        replay_stream(catalogue, streams[number], names, stop, measured[number]);
      });
    }
    wait_while(duration, progress);
    for (std::jthread& thread : threads) thread.request_stop();
  }
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
  Replay result = add_up(measured);
  result.seconds = passed.count();
  return result;
}

}  // namespace catalogue
