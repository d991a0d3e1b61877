#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tagcache::generator {

/// How long each stage of a run took, on the clock at the wall. One stage runs at a time; one that comes back goes on
/// where it was.
class StageTimes {
 public:
  using Clock = std::chrono::steady_clock;

  explicit StageTimes(Clock::time_point (*now)() = Clock::now) : now_(now) {}

  /// Ends the stage that runs, if one does, and begins `name`.
  void begin(std::string_view name);
  /// Ends the stage that runs, if one does.
  void end();

  /// A table: a line for each stage, in the order in which they began, with milliseconds and its share, then the sum.
  /// Of the stage that runs there is what it had when it last ended.
  [[nodiscard]] std::string text() const;

 private:
  struct Stage {
    std::string name;
    Clock::duration time{};
  };

  Clock::time_point (*now_)();
  std::vector<Stage> stages_;
  std::optional<std::size_t> running_;
  Clock::time_point since_;
};

}  // namespace tagcache::generator
