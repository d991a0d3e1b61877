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

  /// Questions on their way, which look at what they ask.
  struct Asking {
    std::vector<Reading> readings = {};
    std::vector<Reading*> sent = {};
    Standing seen = {};  ///< before they were sent
    Connection::Sent look = {};

    /// When there is nothing more to hear.
    [[nodiscard]] std::vector<tagcache::Answer> answers();
  };
  /// Moves of markers on their way.
  struct Telling {
    std::vector<std::string> words;  ///< which `running` looks at: they stay where they are when it is moved
    Standing seen;                   ///< before it was sent
    Connection::Running running;
  };
  /// `ask`, `invalidate` and `clear`, so that several stores can be asked side by side: these send, and `hear` waits
  /// for the answers. It says true when another trip was needed, which has begun then, and is to be heard too.
  [[nodiscard]] Asking begin_ask(std::span<const Question> questions);
  [[nodiscard]] Telling begin_invalidate(std::span<const Invalidation> invalidations);
  [[nodiscard]] Telling begin_clear(std::string_view prefix);
  [[nodiscard]] bool hear(Asking& asking);
  [[nodiscard]] bool hear(Telling& telling);

 private:
  struct RedisLoad;

  /// Begins a load, and asks for its lease in the same step.
  [[nodiscard]] Connection::Told ask_for_lease(const RedisLoad& load, Duration lease, Commands look);
  /// Of the load that got it: told the server when it is let go of.
  [[nodiscard]] std::shared_ptr<const void> lease_of(const RedisLoad& load) const;
  /// Sends what has to be asked next. False when that is nothing.
  bool send(Asking& asking);
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
  [[nodiscard]] Telling begin_telling(std::vector<std::string> keys, std::string moves, std::string what);

  const KeyLayout layout_;
  const Wrapping wrapping_;
  const std::string author_;   ///< of our announcements: eight bytes
  const std::string channel_;  ///< of all
  const std::string moves_;    ///< the key of the record of moves
  const std::shared_ptr<StatCounters> counters_ = std::make_shared<StatCounters>();  ///< who hears counts, too
  TagHints hints_;
  Connection connection_;
  std::mutex listener_mutex_;
  std::weak_ptr<Hearing> hearing_;  ///< guarded by listener_mutex_
};

}  // namespace tagcache::detail::redis
