#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <tagcache/redis.hpp>
#include <vector>

#include "store/connection.hpp"
#include "store/envelope.hpp"
#include "store/key_layout.hpp"
#include "store/reading.hpp"

namespace tagcache::detail::redis {

class Hearing;

/// The Redis store: what each call asks of the server, and what the answers mean.
class RedisEngine final : public RedisStore {
 public:
  RedisEngine(std::shared_ptr<Client> client, const RedisOptions& options, KeyLayout layout);
  ~RedisEngine() override;

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
  void wait_until_ready(Duration patience) override { connection_.wait_until_ready(patience); }
  [[nodiscard]] std::shared_ptr<void> listen(std::shared_ptr<tagcache::Listener> listener, Duration heartbeat) override;
  [[nodiscard]] RedisStats stats() const override;

 private:
  struct RedisLoad;

  /// Begins a load, and asks for its lease in the same step.
  [[nodiscard]] Connection::Told ask_for_lease(const RedisLoad& load, Duration lease, const Commands& look);
  /// Of the load that got it: told the server when it is let go of.
  [[nodiscard]] std::shared_ptr<const void> lease_of(const RedisLoad& load) const;
  /// Asks until nothing more need be asked.
  void settle(std::vector<Reading>& readings);
  [[nodiscard]] bool hear(Reading& reading, Reply reply, std::uint64_t time, const Standing& seen);
  /// How an entry is sent away; without a body when it must not be kept.
  struct Parcel {
    std::string mark;
    std::string body;
    std::string lifetime = "0";  ///< milliseconds
  };
  [[nodiscard]] Parcel parcel(const ValueCodec* codec, Layers layers, std::string_view key, const EntryNode& entry,
                              TimePoint now);
  void forget(const KeyView& key, Becomes becomes);
  void announce_moves(std::vector<std::string> keys, const std::string& moves, const std::string& what);

  const KeyLayout layout_;
  const Wrapping wrapping_;
  const std::string author_;   ///< of our announcements: eight bytes
  const std::string channel_;  ///< of all
  const std::string moves_;    ///< the key of the record of moves
  StatCounters counters_;
  TagHints hints_;
  Connection connection_;
  std::mutex listener_mutex_;
  std::weak_ptr<Hearing> hearing_;  ///< guarded by listener_mutex_
};

}  // namespace tagcache::detail::redis
