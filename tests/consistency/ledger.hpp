#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

// What all processes of a run know: the source of truth, what was written and ended when, and what was seen. It lies in
// memory that they share, so it has neither locks nor pointers: any of them may be killed at any instruction.
namespace consistency {

inline constexpr std::size_t rows = 96;
inline constexpr std::size_t nodes_most = 6;

/// Microseconds of the monotonic clock of the machine, which all processes see alike.
using Instant = std::int64_t;
[[nodiscard]] Instant instant();

using Version = std::uint32_t;

/// A row of the source.
class Row {
 public:
  /// The source has a new version.
  Version write() { return written_.fetch_add(1) + 1; }
  [[nodiscard]] Version written() const { return written_.load(); }

  /// A call returned that ends what was loaded of versions below this one.
  void ended(Version version);
  /// The newest such version of now.
  [[nodiscard]] Version ended() const { return ended_.load(); }
  /// The newest that had returned before an instant, as far back as is remembered.
  [[nodiscard]] Version ended_before(Instant when) const;
  /// When the first call returned that ends `version`; `otherwise` when none has.
  [[nodiscard]] Instant first_end_of(Version version, Instant otherwise) const;

  /// What a node wrote and will tell the store of until it has heard, as its last word before all are compared.
  void settle(Version version);
  [[nodiscard]] Version settled() const { return settled_.load(); }

 private:
  static constexpr std::size_t remembered = 1024;

  std::atomic<Version> written_;
  std::atomic<Version> ended_;
  std::atomic<Version> settled_;
  std::atomic<std::uint32_t> next_;
  std::array<std::atomic<std::uint64_t>, remembered> returns_;  ///< instant and version in one, never half of it
};

enum class Mode { local, shorter, longer, strict };
inline constexpr std::size_t modes = 4;
inline constexpr std::array<std::string_view, modes> mode_names{"local", "150 ms", "1 s", "strict"};

/// What the reads of one mode saw.
struct Tally {
  std::atomic<std::uint64_t> reads;
  std::atomic<std::uint64_t> loads;  ///< that a read of this mode ran itself
  std::atomic<std::uint64_t> old;    ///< reads that missed something that had returned, as they may
  std::atomic<Instant> oldest;       ///< by how much at most
};

/// A node as the driver sees it.
struct NodeSlot {
  std::array<char, 512> url;
  bool may_split;                    ///< the site, see there
  int replicas;                      ///< that have what was written when a write returns
  int partitions;                    ///< that the rows are shared out over
  std::atomic<std::int64_t> jumped;  ///< nanoseconds by which its clock is ahead; only grows
  std::array<Tally, modes> tallies;
  std::atomic<std::uint64_t> writes;
  std::atomic<std::uint64_t> failed_writes;
  std::atomic<std::uint64_t> distrusted;
  std::atomic<std::uint64_t> not_counted;  ///< writes that may be lost, as an old primary may have answered them
  std::atomic<Instant> running;            ///< how long this process has really been running
  std::atomic<Instant> longest_pause;      ///< that its watchdog noticed
  std::atomic<std::uint32_t> is_quiet;     ///< number of the round in which it has written all, and all was heard of
  std::atomic<std::uint32_t> agrees;       ///< number of the round in which it has seen what all wrote
};

struct Ledger {
  std::array<Row, rows> source;
  std::array<NodeSlot, nodes_most> nodes;
  std::atomic<bool> is_over;
  std::atomic<std::uint32_t> round;     ///< of quiet: writers stop when it is another one than `resumed`
  std::atomic<std::uint32_t> compared;  ///< the round in which all are quiet, and compare
  std::atomic<std::uint32_t> resumed;
  std::atomic<std::uint64_t> violations;
  std::atomic<std::uint32_t> splits;  ///< begun and ended: odd while an old primary may be believed
  std::atomic<Instant> split_in_all;  ///< how long

  /// Prints it, and counts.
  void violation(std::string_view text);
};

static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

/// Raises a number that only grows.
template <class Number>
void raise(std::atomic<Number>& to, Number by) {
  Number seen = to.load();
  while (seen < by && !to.compare_exchange_weak(seen, by)) {
  }
}

/// Memory that a program and those that it starts share, all zero.
class SharedLedger {
 public:
  SharedLedger();
  /// What another process made.
  explicit SharedLedger(int descriptor);
  ~SharedLedger();
  SharedLedger(const SharedLedger&) = delete;
  SharedLedger& operator=(const SharedLedger&) = delete;
  [[nodiscard]] Ledger& operator*() const { return *ledger_; }
  [[nodiscard]] Ledger* operator->() const { return ledger_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  void map();

  int descriptor_;
  Ledger* ledger_ = nullptr;
};

}  // namespace consistency
