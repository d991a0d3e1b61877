#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <utility>

#include "demo/process.hpp"
#include "node/node.hpp"
#include "node/report.hpp"

namespace shop {

using Moment = std::chrono::steady_clock::time_point;

/// One of the two nodes, as the demo sees it: a process, and what it reported in the last minute.
class Member {
 public:
  /// Runs this program again, as a node.
  explicit Member(const NodeOptions& options);

  [[nodiscard]] Process& process() { return process_; }
  /// Takes the reports that have come. Throws std::runtime_error when the node has ended.
  void take();
  void write(std::uint32_t product);

  /// The last report.
  [[nodiscard]] const Report& now() const { return reports_.back().second; }
  /// What came to it since a moment of the last minute: differences of counts, and the most of what is most.
  [[nodiscard]] Report since(Moment moment) const;
  /// How much time that is.
  [[nodiscard]] std::chrono::duration<double> reported_since(Moment moment) const;

 private:
  [[nodiscard]] std::size_t place_of(Moment moment) const;

  std::string name_;
  Process process_;
  std::deque<std::pair<Moment, Report>> reports_;  ///< never empty; the first is from the beginning, or a minute old
};

}  // namespace shop
