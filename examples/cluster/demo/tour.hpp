#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "demo/cluster.hpp"

namespace shop {

/// What is done to the cluster, one thing after the other, each until it shows what it is to show.
class Tour {
 public:
  /// Each step takes `at_least` so long. Steps that need a Redis of our own are left out where there is none.
  Tour(Cluster& cluster, std::chrono::milliseconds at_least);

  /// Goes on to the next step when it is time. Throws std::runtime_error when a step has waited in vain.
  void go_on(Moment now);
  /// The person at the keyboard takes over.
  void stop() { place_ = steps_.size(); }

  [[nodiscard]] bool is_over() const { return place_ == steps_.size(); }
  /// The step that runs, or ran last: its number from 1, what is done, when it began.
  [[nodiscard]] std::size_t number() const { return is_over() ? steps_.size() : place_ + 1; }
  [[nodiscard]] std::size_t size() const { return steps_.size(); }
  [[nodiscard]] const std::string& caption() const { return steps_[number() - 1].caption; }
  [[nodiscard]] Moment begun_at() const { return begun_at_; }

 private:
  struct Step {
    std::string caption;
    std::function<void()> begin;
    std::function<bool()> is_seen;  ///< what the step is to show has happened
  };

  [[nodiscard]] std::vector<Step> steps();
  void begin(Moment now);

  [[nodiscard]] bool all(const std::function<bool(const Member&)>& condition) const;
  [[nodiscard]] bool all_hear() const;
  [[nodiscard]] bool all_gained(std::uint64_t Report::*count, std::uint64_t least) const;

  Cluster& cluster_;
  const std::chrono::milliseconds at_least_;
  const std::vector<Step> steps_;
  std::size_t place_ = 0;
  Moment begun_at_{};
};

}  // namespace shop
