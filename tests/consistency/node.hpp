#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <tagcache/layered.hpp>
#include <tagcache/redis.hpp>
#include <tagcache/tagcache.hpp>

#include "attention.hpp"
#include "chance.hpp"
#include "ledger.hpp"

namespace consistency {

using namespace std::chrono_literals;

inline constexpr tagcache::Duration heartbeat = 100ms;
inline constexpr tagcache::Duration alone = 500ms;
inline constexpr tagcache::Duration command_timeout = 500ms;
/// A local read may miss what returned on another node so long ago: what is kept while nothing is heard, or a lost
/// announcement of which the second heartbeat tells, whose answer takes as long as it may. docs/consistency.md.
inline constexpr Instant local_bound =
    std::chrono::microseconds(std::max(2 * heartbeat, alone) + command_timeout).count();
/// For a machine that has other things to do, beside what Attention sees; a broken promise is late by much more.
inline constexpr Instant slack = 1'000'000;
inline constexpr std::array staleness{tagcache::Consistency::local, tagcache::Consistency(150ms),
                                      tagcache::Consistency(1s), tagcache::Consistency::strict};

/// The clock of a node: it began anywhere, and jumps when it is told to. Never back, as the contract of clocks says.
class JumpingClock : public tagcache::Clock {
 public:
  explicit JumpingClock(const std::atomic<std::int64_t>& jumped) : jumped_(jumped) {}
  [[nodiscard]] tagcache::TimePoint now() const noexcept override {
    const std::chrono::nanoseconds ahead(jumped_.load());
    return std::chrono::steady_clock::now() + ahead;
  }

 private:
  const std::atomic<std::int64_t>& jumped_;
};

/// A process that reads and writes rows through memory in front of Redis. Some threads read, one writes.
class Node {
 public:
  Node(Ledger& ledger, std::size_t index, std::size_t nodes, std::uint64_t seed);

  /// Until the ledger says that it is over.
  void run();

 private:
  using Chance = model::Chance;

  // Reading, reader.cpp
  void keep_reading(std::uint64_t seed);
  void read(Chance& chance);
  void check(std::size_t row, Mode mode, std::string_view text, Instant begun, Version own, Version ended);
  [[nodiscard]] std::string load(std::size_t row, Chance& chance, Mode mode);
  void compare(std::uint32_t round);

  // Writing, writer.cpp
  void keep_writing(std::uint64_t seed);
  void write(Chance& chance);
  void write_row(Chance& chance, std::size_t row);
  void write_key(Chance& chance, std::size_t row);
  void write_many(Chance& chance);
  void settle(std::uint32_t round);
  template <class Call>
  void end(std::span<const std::size_t> which, bool is_remembered, const Call& call);

  /// Waits, but not longer than to the end.
  void pause(tagcache::Duration duration);
  [[nodiscard]] bool is_over() const { return ledger_.is_over; }

  Ledger& ledger_;
  NodeSlot& slot_;
  const std::size_t index_;
  const std::size_t nodes_;
  const std::uint64_t seed_;
  std::shared_ptr<JumpingClock> clock_;
  std::shared_ptr<tagcache::LayeredStore> store_;
  tagcache::Primitives cache_;
  std::array<std::atomic<Version>, rows> own_{};  ///< what this process itself ended, also where it failed to tell
  std::atomic<std::uint32_t> compared_ = 0;
  Attention attention_;
};

// Rows, reader.cpp
[[nodiscard]] std::size_t row_by(model::Chance& chance);
[[nodiscard]] std::string key_of(std::size_t row);
[[nodiscard]] std::string value_of(std::size_t row, Version version);
[[nodiscard]] tagcache::Tag tag_of(std::size_t row);
[[nodiscard]] tagcache::Tag group_of(std::size_t row);
/// Most are kept in both layers.
[[nodiscard]] tagcache::Layers layers_of(std::size_t row);
/// The values of such a row are told to the cache by its one writer: others cannot know in which order they wrote.
[[nodiscard]] constexpr bool is_set(std::size_t row) { return row % 6 == 5; }
inline constexpr std::size_t groups = 8;

}  // namespace consistency
