#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>

#include "ledger.hpp"

namespace consistency {

/// The processes that are nodes: this program again, which the kernel ends when the thread that started them ends.
class Children {
 public:
  Children(SharedLedger& ledger, std::size_t count, std::uint64_t seed);
  ~Children();
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;

  /// SIGKILL; then it is started again, as one that knows nothing.
  void replace(std::size_t node);
  /// SIGSTOP, and SIGCONT.
  void pause(std::size_t node);
  void resume(std::size_t node);
  [[nodiscard]] std::size_t count() const { return count_; }
  /// Counts those that ended by themselves as violations.
  void look();
  /// Waits for their ends, after the ledger was told that it is over.
  void join();

 private:
  void start(std::size_t node);

  SharedLedger& ledger_;
  std::size_t count_;
  std::uint64_t seed_;
  std::array<pid_t, nodes_most> processes_{};
};

}  // namespace consistency
