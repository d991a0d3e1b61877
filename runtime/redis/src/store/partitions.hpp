#pragma once

#include <memory>
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
  /// Tells all, also those behind one that cannot be told; then throws what the first of these said.
  template <class Tell>
  void tell_all(const Tell& tell);

  std::vector<std::shared_ptr<RedisEngine>> all_;
};

}  // namespace tagcache::detail::redis
