#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/memory.hpp>
#include <utility>
#include <vector>

#include "memory/bounds.hpp"
#include "memory/generations.hpp"
#include "memory/shard.hpp"

namespace tagcache::detail {

/// The memory store: shards for the keys, and the generations of the tags, which they share.
class MemoryEngine final : public MemoryStore {
 public:
  explicit MemoryEngine(MemoryOptions options);
  MemoryEngine(const MemoryEngine&) = delete;
  MemoryEngine& operator=(const MemoryEngine&) = delete;
  ~MemoryEngine() override;

  /// See Shard::hit.
  [[nodiscard]] Pinned hit(const KeyView& key, const ValueType& type, TimePoint when,
                           TimePoint::duration lead) noexcept {
    return shard(key)->hit(key, type, when, lead);
  }
  /// An equal text that lives as long as the store, the same for each call.
  [[nodiscard]] std::string_view interned(std::string_view prefix) { return scope(prefix).prefix; }

  [[nodiscard]] bool blocks() const noexcept override { return false; }
  [[nodiscard]] MemoryEngine* engine() noexcept override { return this; }
  [[nodiscard]] Found find(const Request& request) override { return shard(request.key)->find(request); }
  [[nodiscard]] Begun begin(const Request& request) override;
  /// The same for who gives the load its tags himself, and will say its key again. The prefix is an interned one.
  [[nodiscard]] Begun begin_known(const Request& request) { return begun(load_for(request), request); }
  [[nodiscard]] bool is_current(const Load& load, std::span<const Tag> result_tags) override;
  bool keep(const Load& load, EntryPointer entry, TimePoint now) override;
  /// The same for one of `begin_known`.
  bool keep_known(const std::shared_ptr<const Load>& load, const KeyView& key, EntryPointer entry, TimePoint now) {
    const auto& known = static_cast<const MemoryLoad&>(*load);
    return known.shard->keep(known, key, std::move(entry), now, load.use_count() > 1);
  }
  void set(const Request& request, EntryPointer entry) override;
  void erase(const KeyView& key) override { shard(key)->erase(key); }
  void expire(const KeyView& key) override { shard(key)->expire(key); }
  void invalidate(std::span<const Invalidation> invalidations) override { generations_.invalidate(invalidations); }
  void clear(std::string_view prefix) override;
  /// As `clear` of all prefixes, in one step.
  void clear_all();
  void disconnect() override;
  void resize(std::size_t max_entries, std::optional<std::uint64_t> max_bytes) override;
  [[nodiscard]] MemoryStats stats() const override;

 private:
  /// In a list that is read without a lock.
  struct KnownScope : Scope {
    KnownScope(std::string_view text, KnownScope* other) : Scope{std::string(text)}, older(other) {}
    KnownScope* const older;
  };

  MemoryEngine(const Bounds& bounds, RemovalListener on_removed);
  /// What is for the entries of a shard, when what they do not take is put aside.
  [[nodiscard]] Bounds part(const Bounds& bounds, std::size_t number, std::size_t count) const;
  [[nodiscard]] const std::shared_ptr<Shard>& shard(const KeyView& key) noexcept {
    return shards_[static_cast<std::size_t>(((key.hash() >> 48U) * shards_.size()) >> 16U)];
  }
  [[nodiscard]] std::shared_ptr<MemoryLoad> load_for(const Request& request);
  [[nodiscard]] Begun begun(std::shared_ptr<MemoryLoad> load, const Request& request);
  [[nodiscard]] Scope& scope(std::string_view prefix);
  /// Null when there is none yet.
  [[nodiscard]] Scope* find_scope(std::string_view prefix) const noexcept;

  const std::uint64_t number_;
  const RemovalListener on_removed_;
  const bool is_bounded_in_bytes_;
  const std::uint64_t bytes_of_tags_;  ///< at most
  Generations generations_;
  std::vector<std::shared_ptr<Shard>> shards_;
  std::atomic<std::uint64_t> resizes_ = 0;  ///< no lock: values that end meanwhile, and who is told, may resize too
  std::mutex scopes_mutex_;                 ///< of who adds one
  std::deque<KnownScope> scopes_;
  std::atomic<KnownScope*> newest_scope_ = nullptr;
};

}  // namespace tagcache::detail
