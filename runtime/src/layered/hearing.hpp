#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <tagcache/remote.hpp>

#include "layered/mirror.hpp"
#include "memory/engine.hpp"

namespace tagcache::detail {

/// Does to memory what other nodes announce, and gives up all of memory when something may have been missed.
class Hearing final : public Listener {
 public:
  Hearing(std::shared_ptr<MemoryEngine> memory, std::size_t partitions, std::shared_ptr<const Clock> clock)
      : memory_(std::move(memory)), clock_(std::move(clock)), mirror_(partitions), partitions_(partitions) {}

  void connected(std::size_t partition, std::uint64_t last) noexcept override;
  void lost(std::size_t partition) noexcept override;
  void announced(const Announcement& announcement) noexcept override;
  void beat(std::size_t partition, std::uint64_t number, TimePoint asked) noexcept override;
  [[nodiscard]] TimePoint now() const noexcept override { return clock_->now(); }

  /// Nobody tells any more.
  void end() noexcept;

  [[nodiscard]] const Mirror& mirror() const noexcept { return mirror_; }
  [[nodiscard]] std::uint64_t heard() const noexcept { return heard_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t distrusted() const noexcept { return distrusted_.load(std::memory_order_relaxed); }

 private:
  /// Nothing that memory holds is found any more, and nothing is kept that was begun before.
  void distrust() noexcept;
  void apply(const Announcement& announcement) noexcept;

  const std::shared_ptr<MemoryEngine> memory_;
  const std::shared_ptr<const Clock> clock_;
  std::mutex mutex_;
  Mirror mirror_;
  const std::size_t partitions_;
  std::atomic<std::uint64_t> heard_ = 0;
  std::atomic<std::uint64_t> distrusted_ = 0;
};

}  // namespace tagcache::detail
