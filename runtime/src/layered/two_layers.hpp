#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <tagcache/layered.hpp>
#include <type_traits>
#include <vector>

#include "layered/hearing.hpp"
#include "layered/layer_entry.hpp"
#include "memory/engine.hpp"

namespace tagcache::detail {

/// The layered store. What it learns from the remote store is put into memory like a load: memory is asked for a token
/// before the remote store is asked, so that what is announced meanwhile wins.
class TwoLayers final : public LayeredStore {
 public:
  TwoLayers(std::shared_ptr<MemoryEngine> memory, std::shared_ptr<RemoteStore> remote, const LayeredOptions& options);

  /// Memory never blocks; what it does not serve may.
  [[nodiscard]] bool blocks() const noexcept override { return true; }
  /// Holds nothing that a read with `consistency: local` may not be served at once.
  [[nodiscard]] MemoryEngine* engine() noexcept override { return memory_.get(); }

  [[nodiscard]] Found find(const Request& request) override;
  [[nodiscard]] std::vector<Found> find_many(std::span<const Request> requests) override;
  [[nodiscard]] Begun begin(const Request& request) override;
  [[nodiscard]] bool is_current(const Load& load, std::span<const Tag> result_tags) override;
  bool keep(const Load& load, EntryPointer entry, TimePoint now) override;
  void set(const Request& request, EntryPointer entry) override;
  void erase(const KeyView& key) override;
  void expire(const KeyView& key) override;
  void invalidate(std::span<const Invalidation> invalidations) override;
  void clear(std::string_view prefix) override;
  void report(const Verification& verification) override { remote_->report(verification); }
  [[nodiscard]] bool collects_reports() const noexcept override { return remote_->collects_reports(); }
  void disconnect() override;
  [[nodiscard]] LayeredStats stats() const override;

 private:
  struct Inquiry;
  struct TwoLoads;

  /// Whether memory has surely heard what a read must have heard. To be asked before memory is.
  [[nodiscard]] bool trusts(const Request& request) const noexcept;
  [[nodiscard]] Inquiry look(const Request& request);
  /// What the remote store says; nothing when it failed, but memory has something to stand in.
  [[nodiscard]] std::vector<Answer> ask(std::span<Inquiry* const> inquiries);
  [[nodiscard]] Found settled(const Inquiry& inquiry, Answer answer);
  [[nodiscard]] EntryPointer put(const Inquiry& inquiry, const EntryPointer& entry, Stamp stamp, Duration memory_ttl);
  /// An entry as memory is to hold it.
  [[nodiscard]] std::shared_ptr<LayerEntry> for_memory(const EntryPointer& entry, Stamp stamp, Tag key,
                                                       Duration memory_ttl, TimePoint now) const;
  void move_key(const KeyView& key, Becomes becomes);
  /// Own memory last, and whatever the remote store says: what was read of that before, or by others meanwhile, ends.
  template <class Tell, class Apply>
  void write(const Tell& tell, const Apply& apply);
  /// Calls the remote store, and counts what comes of it.
  template <class Call>
  decltype(auto) counted(const Call& call);

  const std::shared_ptr<MemoryEngine> memory_;
  const std::shared_ptr<RemoteStore> remote_;
  const std::shared_ptr<const Clock> clock_;
  const Duration alone_;
  const std::shared_ptr<Hearing> hearing_;
  std::mutex mutex_;  ///< of the subscription
  std::shared_ptr<void> subscription_;
  std::atomic<std::uint64_t> remote_hits_ = 0;
  std::atomic<std::uint64_t> confirmed_ = 0;
  std::atomic<std::uint64_t> failures_ = 0;
  std::atomic<std::uint64_t> failures_in_a_row_ = 0;
};

template <class Call>
decltype(auto) TwoLayers::counted(const Call& call) {
  const auto succeeded = [this] {  // who finds nothing to set back writes nothing that others read
    if (failures_in_a_row_.load(std::memory_order_relaxed) != 0) {
      failures_in_a_row_.store(0, std::memory_order_relaxed);
    }
  };
  try {
    if constexpr (std::is_void_v<decltype(call())>) {
      call();
      succeeded();
    } else {
      auto answer = call();
      succeeded();
      return answer;
    }
  } catch (...) {
    failures_.fetch_add(1, std::memory_order_relaxed);
    failures_in_a_row_.fetch_add(1, std::memory_order_relaxed);
    throw;
  }
}

}  // namespace tagcache::detail
