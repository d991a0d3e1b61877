#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tagcache/memory.hpp>
#include <tagcache/remote.hpp>
#include <vector>

namespace tagcache::testing {

class InProcessRemote;

/// A remote store in this process, for tests of what several nodes do with one: it holds the entries, each node has a
/// connection. All that it does is one step, whoever calls. Thread-safe.
///
///     auto server = std::make_shared<RemoteServer>();
///     auto node = server->connect();
///     auto store = tagcache::layered(tagcache::memory(), node);
class RemoteServer : public std::enable_shared_from_this<RemoteServer> {
 public:
  explicit RemoteServer(std::size_t partitions = 1);

  /// A node of its own, which lives as long as its connection.
  [[nodiscard]] std::shared_ptr<InProcessRemote> connect();

  /// As when what is remembered of a tag was evicted: whatever carries it counts as invalidated, and nobody is told.
  void lose_marker(const Tag& tag);
  /// As when all data was lost, with the numbers of announcements: nodes learn of it by the next announcement or
  /// heartbeat.
  void lose_all();

 private:
  friend class InProcessRemote;
  struct Entry;
  struct Lease {
    std::shared_ptr<const Load> load;
    TimePoint until;  ///< by the clock of the nodes, which is one
  };

  [[nodiscard]] Stamp stamp(std::uint64_t number) const noexcept { return {{incarnation_, 0}, number}; }
  [[nodiscard]] Answer answer(const Found& found, const Question& question) const;
  [[nodiscard]] std::shared_ptr<Entry> stored(const detail::EntryPointer& entry);
  void announce(const InProcessRemote& origin, Announcement announcement);
  /// False when another load has it.
  [[nodiscard]] bool gives_lease(const Request& request, const std::shared_ptr<const Load>& load);
  [[nodiscard]] std::size_t partition_of(std::string_view text) const noexcept;

  std::mutex mutex_;
  std::shared_ptr<MemoryStore> entries_;
  std::uint64_t incarnation_ = 1;
  std::uint64_t stamps_ = 0;
  std::vector<std::uint64_t> numbers_;  ///< of the last announcements, by partition
  std::vector<std::weak_ptr<InProcessRemote>> nodes_;
  std::map<std::string, Lease> leases_;  ///< by KeyView::text
};

/// The connection of a node, and all that can go wrong with it. Thread-safe.
class InProcessRemote final : public RemoteStore, public std::enable_shared_from_this<InProcessRemote> {
 public:
  explicit InProcessRemote(std::shared_ptr<RemoteServer> server);

  /// While it is down each call throws StoreError, and does nothing.
  void down(bool is_down) { down_ = is_down; }
  /// The next so many calls are done, and then throw.
  void lose_answers(std::size_t count) { lost_answers_ = count; }
  /// Called once, in the next call, before it is done,
  void before_call(std::function<void()> then);
  /// or when it is done, before its answer is there.
  void before_answer(std::function<void()> then);
  /// How often the server was asked.
  [[nodiscard]] std::size_t round_trips() const noexcept { return round_trips_; }

  /// Announcements wait from now on, until they are delivered by hand. What waits is delivered when this ends.
  void hold(bool is_held);
  /// The first so many that wait; false when there are fewer.
  bool deliver(std::size_t count = 1);
  [[nodiscard]] std::size_t waiting() const;
  /// The next so many announcements never come,
  void drop(std::size_t count) { dropped_ = count; }
  /// or come twice.
  void repeat(std::size_t count) { repeated_ = count; }
  /// The connection for announcements breaks, which is noticed at once, and what waits is lost;
  void cut(std::size_t partition = 0);
  /// it stands again.
  void mend(std::size_t partition = 0);
  /// Asks for a heartbeat in each partition that is connected. Nothing happens while it is down.
  void beat();

  [[nodiscard]] std::vector<Answer> ask(std::span<const Question> questions) override;
  [[nodiscard]] Departed begin_asked(const Question& question) override;
  [[nodiscard]] bool is_current(const Load& load, std::span<const Tag> result_tags) override;
  [[nodiscard]] Kept keep_stamped(const Load& load, detail::EntryPointer entry, TimePoint now) override;
  void set(const Request& request, detail::EntryPointer entry) override;
  void erase(const KeyView& key) override;
  void expire(const KeyView& key) override;
  void invalidate(std::span<const Invalidation> invalidations) override;
  void clear(std::string_view prefix) override;
  void disconnect() override {}
  /// Connected at once. The heartbeat is beaten by hand.
  [[nodiscard]] std::shared_ptr<void> listen(std::shared_ptr<Listener> listener, Duration heartbeat) override;
  [[nodiscard]] std::size_t partitions() const noexcept override;

 private:
  friend class RemoteServer;
  struct Message {
    std::uint64_t incarnation;
    Announcement announcement;
  };

  template <class Do>
  auto called(const Do& what);
  void run_once(std::function<void()>& planned);
  /// Ends with what is returned, unless this is down then.
  [[nodiscard]] std::shared_ptr<const void> lease_of(std::string key, std::shared_ptr<const Load> load);
  void receive(const Message& message);
  void deliver_locked(std::size_t count);
  /// The server is another one than before.
  void meet_locked(std::uint64_t incarnation);
  /// Takes one from what is left, if something is.
  [[nodiscard]] static bool take(std::atomic<std::size_t>& left);

  const std::shared_ptr<RemoteServer> server_;
  std::atomic<bool> down_ = false;
  std::atomic<std::size_t> lost_answers_ = 0;
  std::atomic<std::size_t> round_trips_ = 0;
  std::atomic<std::size_t> dropped_ = 0;
  std::atomic<std::size_t> repeated_ = 0;
  mutable std::mutex mutex_;  ///< of all below. May be taken while the server's is held, not the other way round
  std::function<void()> before_call_;
  std::function<void()> before_answer_;
  std::shared_ptr<Listener> listener_;
  std::vector<bool> connected_;
  std::uint64_t incarnation_ = 0;  ///< that it knows of
  bool held_ = false;
  std::deque<Message> inbox_;
};

}  // namespace tagcache::testing
