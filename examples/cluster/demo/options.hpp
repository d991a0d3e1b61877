#pragma once

#include <span>
#include <string>

namespace shop {

struct Options {
  bool quick = false;
  bool help = false;
  std::string redis;  ///< URL; empty: one of our own
};

inline constexpr const char* usage = R"(Usage: cluster_demo [--quick] [--redis URL]

Two service processes read and write products through tagcache: memory in front of one Redis, and a database that they
share. While connections are cut and Redis is stopped, started and paused, each read is compared with the database. Exit
status 1 when one was older than the consistency of its query allows.

In a terminal the picture is live, and keys do what is at the bottom; elsewhere each step leaves some lines.

  --redis URL    use this Redis instead of starting one, and leave it in peace; two small keys stay in it
  --quick        a run of a few seconds, without a live picture, for tests
)";

/// Throws std::invalid_argument, with a message for the user, for anything that `usage` does not name.
[[nodiscard]] Options parse_options(std::span<char* const> arguments);

}  // namespace shop
