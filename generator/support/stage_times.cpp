#include "support/stage_times.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "support/columns.hpp"

namespace tagcache::generator {
namespace {

/// Numbers end at the same place: `Columns` fills up on the right.
std::vector<std::string> line(const std::string& name, StageTimes::Clock::duration time,
                              StageTimes::Clock::duration sum) {
  const std::chrono::duration<double, std::milli> milliseconds = time;
  const double share =
      sum.count() == 0 ? 0 : 100.0 * static_cast<double>(time.count()) / static_cast<double>(sum.count());
  return {name, fmt::format("{:9.2f}", milliseconds.count()), fmt::format("{:5.1f} %", share)};
}

}  // namespace

void StageTimes::begin(std::string_view name) {
  end();
  const auto known =
      std::find_if(stages_.begin(), stages_.end(), [&](const Stage& stage) { return stage.name == name; });
  running_ = static_cast<std::size_t>(known - stages_.begin());
  if (known == stages_.end()) stages_.push_back({std::string(name), {}});
  since_ = now_();
}

void StageTimes::end() {
  if (!running_) return;
  stages_[*running_].time += now_() - since_;
  running_.reset();
}

std::string StageTimes::text() const {
  Clock::duration sum{};
  for (const Stage& stage : stages_) sum += stage.time;
  Columns columns;
  columns.line({"stage", "       ms", "  share"});
  for (const Stage& stage : stages_) columns.line(line(stage.name, stage.time, sum));
  columns.line(line("all", sum, sum));
  return columns.text();
}

}  // namespace tagcache::generator
