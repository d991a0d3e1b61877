#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>

#include "model.hpp"

namespace shop {

inline constexpr std::uint32_t products = 16;

/// The clock of the ledger: the processes of one machine share it.
using Instant = std::chrono::steady_clock::time_point;

/// Which writes had returned when, for all processes: what a read is compared with. A file that they map into memory,
/// so that looking costs a read next to nothing. The cache knows nothing of it.
class Ledger {
 public:
  /// Opens the file, or makes it.
  explicit Ledger(const std::filesystem::path& file);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  /// A write that made `version` has returned to its caller. `delivered`: Redis has heard of its invalidation.
  void returned(ProductId product, std::uint64_t version, std::uint32_t node, bool delivered);

  /// What a read missed: writes that had returned before it began.
  struct Missed {
    std::uint64_t versions = 0;
    /// How long the first of them had returned when the read began. Zero when none was missed.
    std::chrono::nanoseconds outdated{};
    /// The same of those of its own process, and of those that Redis had heard of.
    std::chrono::nanoseconds outdated_by_itself{};
    std::chrono::nanoseconds outdated_by_delivered{};
  };
  [[nodiscard]] Missed missed(ProductId product, std::uint64_t version, std::uint32_t node, Instant begin) const;

 private:
  static constexpr std::size_t versions = 1U << 16U;

  struct Write {
    std::atomic<std::uint32_t> node;
    std::atomic<bool> delivered;
    std::atomic<Instant::rep> at;  ///< zero: it has not returned
  };
  struct Product {
    std::atomic<std::uint64_t> latest;
    Write writes[versions];
  };
  static_assert(std::atomic<Instant::rep>::is_always_lock_free, "other processes know no locks of this one");

  [[nodiscard]] Product& of(ProductId product) const;

  Product* shared_ = nullptr;
};

}  // namespace shop
