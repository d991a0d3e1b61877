#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tagcache/handle.hpp>
#include <vector>

#include "steps.hpp"
#include "universe.hpp"

namespace model {

/// Milliseconds since the clock was at zero.
using Time = std::int64_t;

/// Every change of tags or keys has one; later ones are greater.
using Moment = std::uint64_t;

/// What one call is to give.
struct Result {
  enum class Way : std::uint8_t { served, nothing, error, recursive_load, store_error, done };
  Way way = Way::done;
  tagcache::Status status = tagcache::Status::hit;
  Value value = std::nullopt;
  std::uint64_t error = 0;  ///< the number of the load that threw it
  Time age = 0;
  Time expires = 0;
  Time grace_until = 0;
  std::optional<Value> before = std::nullopt;
  TagMask tags = 0;

  friend bool operator==(const Result&, const Result&) = default;
};

/// What docs/runtime.md says of a cache that one thread uses, with maps so small that they are arrays. Nothing here
/// comes from the runtime. It goes beside a real cache: a call that loads begins here, then the real load runs and what
/// happens meanwhile is done on both, then the call ends here.
class Reference {
 public:
  /// A load that is to run now.
  struct Load {
    std::uint64_t step;  ///< which loads
    std::size_t key;
    std::uint64_t flight;  ///< 0: nobody shares it
    bool alone;
    bool known;  ///< the store could tell what it knew before
    Moment began;
    std::uint64_t told;  ///< the last invalidation in vain that came before
    std::uint64_t order;
    Time created;
    std::optional<Value> found;
    TagMask found_result_tags;
    std::uint8_t options;
    bool refreshes = false;  ///< nobody waits for it
  };

  /// What a call comes to: a result at once, or a load that is still to come.
  struct Begun {
    Result result;
    std::optional<Load> load;
  };

  /// False when a loader asks for its own key after an invalidation parted its flight from the key: whether it is told
  /// or loads once more is not promised.
  [[nodiscard]] bool foretells(const Step& query) const;
  [[nodiscard]] Begun begin_query(const Step& step, std::uint64_t number);
  [[nodiscard]] Result get(const Step& step);
  [[nodiscard]] Result set(const Step& step, std::uint64_t value);
  [[nodiscard]] Result del(const Step& step);
  [[nodiscard]] Result expire(const Step& step);
  [[nodiscard]] Result invalidate(const Step& step);
  [[nodiscard]] Result clear(const Step& step);
  void redeliver(const Step& step);
  void advance(Time milliseconds) { now_ += milliseconds; }

  /// Absent load: the task has nothing to do.
  [[nodiscard]] std::optional<Load> begin_task(std::size_t place, std::uint8_t faults);
  [[nodiscard]] std::size_t tasks() const { return tasks_.size(); }
  /// Whether a load is under way that the task, in a thread of its own, could not meet: of its key, or one that nobody
  /// shares.
  [[nodiscard]] bool task_meets_itself(std::size_t place) const;

  /// The load has given the value `number`, or none.
  [[nodiscard]] Result loaded(const Load& load, const Step& script, std::uint64_t number, std::uint8_t faults);
  /// The load has thrown the error `number`.
  [[nodiscard]] Result failed(const Load& load, std::uint64_t number, std::uint8_t faults);

 private:
  enum class State : std::uint8_t { absent, fresh, expired, invalidated, dead };

  struct Entry {
    std::size_t key;
    std::uint64_t id;
    Value value;
    TagMask tags;
    TagMask result_tags;
    Moment began;
    std::uint64_t order;
    Time created;
    Time expires;
    Time grace_until;
    Time idle_ttl;
    Time read_at;
  };
  struct Flight {
    std::uint64_t id;
    bool queued;
    std::optional<Load> load;
  };
  struct Task {
    std::uint64_t flight;
    std::size_t key;
    std::uint8_t options;
    std::uint64_t step;
    std::uint64_t replaced;  ///< the entry; 0: none
  };
  struct Error {
    std::uint64_t number;
    Time until;
    Moment began;
    std::uint64_t told;
    TagMask tags;
  };

  /// An invalidation that the store could not be told of.
  struct Waiting {
    std::size_t tag;
    bool exact;
    bool softly;
    std::uint64_t number;  ///< of the last invalidation in vain that asked for it
  };

  /// The last moment at which each tag was invalidated, or expired.
  struct Moves {
    std::array<Moment, tag_count> with_all_below{};
    std::array<Moment, tag_count> exactly{};
  };
  [[nodiscard]] static bool moved_since(Moment began, TagMask tags, const Moves& moves);
  /// Invalidated or expired.
  [[nodiscard]] bool moved_since(Moment began, TagMask tags) const;
  [[nodiscard]] static bool reaches(const Waiting& waiting, std::size_t tag);
  [[nodiscard]] static bool covers(const Waiting& one, const Waiting& other);
  /// Whether one that waits and came after `told` reaches one of the tags; of those that expire, or of the others.
  [[nodiscard]] bool waits_since(std::uint64_t told, TagMask tags, bool softly) const;
  [[nodiscard]] bool waits_since(std::uint64_t told, TagMask tags) const;
  void wait_for_store(const Step& step);
  [[nodiscard]] bool key_written_since(Moment began, std::size_t key) const;
  [[nodiscard]] Entry* look(std::size_t key);
  [[nodiscard]] State state(const Entry* entry) const;
  [[nodiscard]] Result served(const Entry& entry, tagcache::Status status) const;
  [[nodiscard]] std::optional<Result> stand_in(std::size_t key, std::uint8_t options, bool store_fails);
  [[nodiscard]] std::optional<std::uint64_t> remembered(std::optional<Error>& error, std::size_t key, bool store_fails);
  void queue_refresh(const Step& step, std::uint64_t number, std::uint64_t replaced);
  [[nodiscard]] bool outdated(const Flight& flight, bool store_fails) const;
  [[nodiscard]] Begun begin_load(const Step& step, std::uint64_t number);
  [[nodiscard]] std::optional<Load> depart(const Load& load, std::uint64_t replaced, bool store_fails);
  void end_flight(const Load& load);
  void keep(const Load& load, Entry entry);
  [[nodiscard]] Entry made(std::size_t key, std::uint8_t options, Value value);

  Time now_ = 0;
  Moment moment_ = 0;
  std::uint64_t last_id_ = 0;
  Moves invalidated_;
  Moves expired_;
  std::array<Moment, key_count> written_{};  ///< set, deleted or expired
  std::array<Moment, key_count> keys_expired_{};
  Moment cleared_ = 0;
  std::array<std::optional<Entry>, key_count> entries_{};
  std::array<std::optional<Flight>, key_count> flights_{};
  std::array<std::optional<Error>, key_count> errors_{};
  std::array<std::optional<Error>, key_count> pauses_{};  ///< of refreshes
  std::array<unsigned, key_count> running_{};             ///< loads of this thread
  std::vector<Task> tasks_;
  std::vector<Waiting> waiting_;
  std::uint64_t in_vain_ = 0;  ///< invalidations
};

}  // namespace model
