#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "demo/cluster.hpp"
#include "demo/interrupts.hpp"
#include "demo/options.hpp"
#include "demo/style.hpp"
#include "demo/terminal.hpp"
#include "demo/tour.hpp"

namespace shop {

/// The cluster at work, and what a person sees of it.
class Demo {
 public:
  Demo(Cluster& cluster, const Interrupts& interrupts, const Options& options);

  /// Returns at the end of the tour, or, in a terminal, when it is told to. The code for the shell.
  [[nodiscard]] int run();

 private:
  /// Waits until a node or the keyboard says something, or it is time for the next write.
  void wait();
  void write_in_turn(Moment now);
  void go_on_with_tour(Moment now);
  void note(std::string_view what);
  void obey(char key);
  void obey_about(RedisServer& redis, char key);
  void draw(Moment now);
  [[nodiscard]] std::string line_of_redis(Moment now);
  [[nodiscard]] std::string line_of_keys() const;
  void ask_for_load(const RedisServer& redis, Moment now);

  Cluster& cluster_;
  const Interrupts& interrupts_;
  const Style style_;
  std::optional<Terminal> terminal_;
  Tour tour_;
  const Moment begun_at_;
  Moment written_at_{};
  Moment drawn_at_{};
  std::size_t next_writer_ = 0;
  std::size_t noted_step_ = 0;
  std::vector<std::string> notes_;  ///< what happened, last at the end
  bool over_ = false;
  std::uint64_t commands_ = 0;  ///< of Redis, when they were asked for last
  std::uint64_t commands_a_second_ = 0;
  Moment asked_at_{};
};

}  // namespace shop
