#pragma once

#include <cstdint>
#include <memory>

#include "history.hpp"

namespace linearizability {

/// Threads that stay, and do one short history after the other on caches of their own.
class Players {
 public:
  Players();
  Players(const Players&) = delete;
  Players& operator=(const Players&) = delete;
  ~Players();

  /// What came of the actions that this seed says. What it says is the same each time, in which order it happens is
  /// not.
  [[nodiscard]] History play(std::uint64_t seed);

 private:
  class Stage;
  const std::unique_ptr<Stage> stage_;
};

}  // namespace linearizability
