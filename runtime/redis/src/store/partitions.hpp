#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <tagcache/redis.hpp>
#include <vector>

#include "store/redis_engine.hpp"

namespace tagcache::detail::redis {

/// A namespace in several slots of a cluster. Each partition is a store of its own with the keys that fall to it: it
/// judges them by its own numbers, and hears of each invalidation.
class Partitions final : public RedisStore {
 public:
  Partitions(const std::shared_ptr<Client>& client, const RedisOptions& options);

  [[nodiscard]] std::vector<tagcache::Answer> ask(std::span<const Question> questions) override;
  [[nodiscard]] Departed begin_asked(const Question& question) override;
  [[nodiscard]] Kept keep_stamped(const Load& load, EntryPointer entry, TimePoint now) override;
  [[nodiscard]] bool is_current(const Load& load, std::span<const Tag> result_tags) override;
  void set(const Request& request, EntryPointer entry) override;
  void erase(const KeyView& key) override;
  void expire(const KeyView& key) override;
  void invalidate(std::span<const Invalidation> invalidations) override;
  void clear(std::string_view prefix) override;
  void disconnect() override;
  void wait_until_ready(Duration patience) override;
  [[nodiscard]] std::shared_ptr<void> listen(std::shared_ptr<tagcache::Listener> listener, Duration heartbeat) override;
  [[nodiscard]] std::size_t partitions() const noexcept override { return all_.size(); }
  [[nodiscard]] RedisStats stats() const override;

 private:
  struct PartLoad;
  class PartListener;

  [[nodiscard]] std::size_t index_of(const KeyView& key) const;
  [[nodiscard]] RedisEngine& of(const KeyView& key) const { return *all_[index_of(key)]; }

  /// What goes on with one partition beside the others.
  template <class Trip>
  struct Leg {
    std::optional<Trip> trip;
    bool is_underway = false;
    std::exception_ptr trouble;  ///< with which it ended
  };
  /// Makes trips to the partitions: `begin` begins that to one, and may have none. All are sent before any answer is
  /// waited for, and what one that fails throws fails no other.
  template <class Trip, class Begin>
  [[nodiscard]] std::vector<Leg<Trip>> side_by_side(const Begin& begin) const;
  /// Tells all; then throws what the first said that could not be told.
  template <class Begin>
  void tell_all(const Begin& begin) const;

  std::vector<std::shared_ptr<RedisEngine>> all_;
  std::atomic<std::uint64_t> unanswered_ = 0;
};

}  // namespace tagcache::detail::redis
