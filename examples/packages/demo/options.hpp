#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace catalogue {

struct Options {
  bool quick = false;                           ///< few packages of the shipped extract, fractions of a second
  std::optional<std::filesystem::path> data;    ///< a Packages file to read instead of what is found
  std::chrono::duration<double> replay{8};      ///< of each replay
  std::chrono::duration<double> concurrent{4};  ///< of reading and writing at the same time
  std::size_t threads = 4;
  std::size_t max_entries = 100'000;  ///< of the cache; far fewer than the answers there are
  std::size_t max_packages = 0;       ///< take no more than these, spread over the index; 0: all
  bool help = false;
};

inline constexpr const char* usage = R"(Usage: packages_demo [--quick] [--data FILE] [--seconds N] [--threads N]

Replays a skewed workload over the Debian package index, with and without tagcache in front of the database; then shows
what an update invalidates, and compares every cached answer with the database. Exit status 1 when one differs.

  --data FILE    read this Packages file (plain, or compressed as apt or xz do it) instead of the lists of this machine
  --seconds N    length of each replay, 8 by default
  --threads N    threads that send requests, 4 by default
  --quick        a small run of a second or two on the extract that is shipped, for tests
)";

/// Throws std::invalid_argument, with a message for the user, for anything that `usage` does not name.
[[nodiscard]] Options parse_options(std::span<char* const> arguments);

}  // namespace catalogue
