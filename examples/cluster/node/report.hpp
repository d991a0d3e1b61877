#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace shop {

/// The queries, in the order of the schema; each has another consistency.
enum class View { page, price, stock };
inline constexpr std::size_t views = 3;

/// Who served a read.
enum class Server {
  memory,     ///< the memory of its process, which asked nobody
  confirmed,  ///< the same, and Redis said that it is current
  redis,      ///< Redis sent the value
  database,   ///< the loader
};
inline constexpr std::size_t servers = 4;

/// What became of the reads of one view.
struct Reads {
  std::array<std::uint64_t, servers> served{};  ///< by Server
  std::uint64_t behind = 0;                     ///< missed a write that had returned before the read began
  std::uint64_t broken = 0;                     ///< missed one that the consistency of the query does not let it miss
  std::uint64_t versions = 0;                   ///< most writes missed since the last report
  std::chrono::nanoseconds outdated{};          ///< longest that what was served was outdated, since the last report
  /// Longest that what was served was outdated by a write that Redis had heard of, since the beginning.
  std::chrono::nanoseconds worst{};

  [[nodiscard]] std::uint64_t all() const;
};

/// What a node tells the demo, several times a second: numbers since it began, unless they say otherwise.
struct Report {
  std::array<Reads, views> reads{};  ///< by View
  bool hears = false;                ///< announcements of the other node
  std::uint64_t heard = 0;
  std::uint64_t distrusted = 0;
  std::uint64_t failures = 0;  ///< calls of Redis
  std::uint64_t writes = 0;
  std::uint64_t unheard = 0;      ///< writes of which Redis could not be told at once
  std::uint64_t undelivered = 0;  ///< invalidations that it has still to be told of, now

  /// Numbers in one line, without its end.
  [[nodiscard]] std::string text() const;
  /// Throws std::invalid_argument for what `text` did not make.
  [[nodiscard]] static Report parse(std::string_view text);
};

}  // namespace shop
