#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <tagcache/clock.hpp>
#include <tagcache/store.hpp>
#include <variant>
#include <vector>

namespace tagcache {

/// Names one version of an entry in a remote store: never given out twice, not after a restart or a restored backup
/// either. Under one key, equal stamps are the same load. Opaque to all but the store that gave it.
struct Stamp {
  std::array<std::uint64_t, 2> incarnation{};
  std::uint64_t number = 0;  ///< zero: no stamp

  [[nodiscard]] explicit operator bool() const noexcept { return number != 0; }
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

/// What a layer in memory asks: what is under a key, and whether that is what it holds.
struct Question {
  const Request& request;
  Stamp held{};          ///< of its copy; without one the entry is wanted whole
  std::size_t room = 0;  ///< bytes that it likes to have beside the entry, see make_with_room; no store must give them
};

/// Judged at one instant between the question and the answer.
struct Answer {
  /// The entry is one of its own for each answer, with times by the clock of this node: `expires_at` and `grace_until`
  /// are never later than the store's, `memory_until` is as far from now as it was from the load when it was kept, or
  /// TimePoint::max(). Never `lapsed`. Without entry when `unchanged`.
  Found found;
  Stamp stamp;             ///< of `found.entry`; none when it cannot be asked about again
  bool unchanged = false;  ///< what is there has the stamp `held`, and `found.validity`
};

/// The result of RemoteStore::begin_asked.
struct Departed {
  std::shared_ptr<const Load> load;
  Answer answer;
  std::shared_ptr<const void> lease = nullptr;  ///< as Begun says
  bool loads_elsewhere = false;
};

/// The result of RemoteStore::keep_stamped.
struct Kept {
  bool kept = false;
  Stamp stamp;
  /// A rule of Store forbids to keep it, so that memory must not either. Not so for what the store cannot hold, or what
  /// is not worth it: that replaces what is there, and memory may have it.
  bool refused = false;
};

/// The entry under a key was set or erased (invalidated), or expired.
struct KeyMoved {
  std::string key;  ///< KeyView::text
  Becomes becomes = Becomes::invalidated;
};
/// All entries whose keys have a prefix are gone.
struct PrefixCleared {
  std::string prefix;
};

/// What became of entries, as all nodes are told.
struct Announcement {
  std::size_t partition = 0;
  std::uint64_t number = 0;  ///< one more than that of the one before in its partition
  bool own = false;          ///< made by a call of this very RemoteStore
  std::variant<std::vector<Invalidation>, KeyMoved, PrefixCleared> what;
};

/// Who hears announcements. Its functions are called one at a time for a partition, in the order of what they tell;
/// they are short, do not block, and call no store but one in memory.
class Listener {
 public:
  virtual ~Listener() = default;

  /// From now on all that takes effect in `partition` is announced; the next number is `last` + 1. Called when the
  /// subscription stands, never before: what takes effect after the call is announced.
  virtual void connected(std::size_t partition, std::uint64_t last) noexcept = 0;
  /// The connection broke, a heartbeat was not answered in time, the server is another one or has forgotten its
  /// numbers: nothing is heard until the next `connected`. To be called at once.
  virtual void lost(std::size_t partition) noexcept = 0;

  virtual void announced(const Announcement& announcement) noexcept = 0;

  /// A heartbeat was answered: when the store was asked, not before `asked` by `now()`, the last number in `partition`
  /// was `number`. It need not have been heard yet.
  virtual void beat(std::size_t partition, std::uint64_t number, TimePoint asked) noexcept = 0;

  /// The clock of heartbeats.
  [[nodiscard]] virtual TimePoint now() const noexcept = 0;
};

/// A store that several processes share, as a layer in memory needs it (layered.hpp). Beside the rules of Store:
///
/// - what `invalidate`, `set`, `erase`, `expire` and `clear` do is announced, in one step with its effect and before
///   they return: whoever is answered as if it had not happened was answered before its number was given out. A call of
///   which nobody knows whether it was done may be announced or not;
/// - what is announced in one partition has contiguous numbers. Several partitions may tell parts of one call, each of
///   which is announced where it took effect; where one is not reached the call throws;
/// - that `keep` stores an entry is not announced.
///
/// Announcements may be lost and come late; numbers and heartbeats tell. One that comes twice is heard once.
class RemoteStore : public Store {
 public:
  /// Answers in the order of the questions, in one round trip where there is one to make. Throws StoreError when
  /// nothing can be said.
  [[nodiscard]] virtual std::vector<Answer> ask(std::span<const Question> questions) = 0;
  /// As Store::begin.
  [[nodiscard]] virtual Departed begin_asked(const Question& question) = 0;
  /// As Store::keep.
  [[nodiscard]] virtual Kept keep_stamped(const Load& load, detail::EntryPointer entry, TimePoint now) = 0;

  /// Tells `listener` from now on, and asks for a heartbeat in each partition about every `heartbeat`, until what is
  /// returned ends: after that no function of it runs any more. Does not wait for a connection, which is tried again
  /// for ever. A second listener is refused with std::logic_error: announcements of own calls are for the one layer
  /// that makes them, and nobody writes past it through this object.
  [[nodiscard]] virtual std::shared_ptr<void> listen(std::shared_ptr<Listener> listener, Duration heartbeat) = 0;
  /// How many there are, from 0; does not change.
  [[nodiscard]] virtual std::size_t partitions() const noexcept { return 1; }

  // As a Store without a layer in front.
  [[nodiscard]] Found find(const Request& request) final;
  [[nodiscard]] std::vector<Found> find_many(std::span<const Request> requests) final;
  [[nodiscard]] Begun begin(const Request& request) final;
  bool keep(const Load& load, detail::EntryPointer entry, TimePoint now) final;
};

}  // namespace tagcache
