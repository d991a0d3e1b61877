#include "demo/replay.hpp"

#include <algorithm>

namespace catalogue {

void wait_while(std::chrono::duration<double> duration, const std::function<void(double)>& progress) {
  constexpr auto between_reports = std::chrono::milliseconds(100);
  const auto begin = std::chrono::steady_clock::now();
  const auto end = begin + std::chrono::duration_cast<std::chrono::steady_clock::duration>(duration);
  for (auto now = begin; now < end; now = std::chrono::steady_clock::now()) {
    progress(std::chrono::duration<double>(now - begin) / duration);
    std::this_thread::sleep_until(std::min(now + between_reports, end));
  }
  progress(1);
}

Replay add_up(const std::vector<ThreadReplay>& threads) {
  Replay sum;
  for (const ThreadReplay& thread : threads) {
    if (thread.error) std::rethrow_exception(thread.error);
    sum.reads += thread.reads;
    sum.from_cache += thread.from_cache;
    sum.latency.add(thread.latency);
  }
  sum.requests = sum.latency.count();
  return sum;
}

}  // namespace catalogue
