#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tagcache/handle.hpp>
#include <tagcache/miss_cause.hpp>
#include <vector>

#include "rules.hpp"
#include "steps.hpp"
#include "tag_history.hpp"
#include "universe.hpp"

namespace model {

/// What one key of a call is to give.
struct Result {
  enum class Way : std::uint8_t { served, nothing, error, timeout, recursive_load, store_error, done };
  Way way = Way::done;
  tagcache::Status status = tagcache::Status::hit;
  Value value = std::nullopt;
  std::uint64_t error = 0;  ///< the number of the load that threw it
  Time age = 0;
  Time expires = 0;
  Time grace_until = 0;
  std::optional<Value> before = std::nullopt;
  TagMask tags = 0;
  std::uint64_t validator = 0;

  friend bool operator==(const Result&, const Result&) = default;
};
using Results = std::vector<Result>;

/// A check of a value, as the store is told of it.
struct Report {
  std::size_t key;
  bool stale;
  bool is_refresh;
  friend bool operator==(const Report&, const Report&) = default;
};

/// What the listener to a refresh is told.
struct Told {
  Value before;
  Value after;
  bool changed;
  friend bool operator==(const Told&, const Told&) = default;
};

/// What a cache counts.
struct Counts {
  std::uint64_t hits = 0, stale = 0, negative = 0, fallbacks = 0, remembered_errors = 0, failed = 0, timeouts = 0;
  std::uint64_t loads = 0, failed_loads = 0, refreshes = 0, refused_refreshes = 0, failed_refreshes = 0;
  std::uint64_t verified = 0, found_stale = 0, compared_refreshes = 0, changed_refreshes = 0;
  std::array<std::uint64_t, tagcache::miss_causes> missed{};
  friend bool operator==(const Counts&, const Counts&) = default;
};

/// What docs/runtime.md says of two caches on one store that one thread uses, with maps so small that they are arrays.
/// Nothing here comes from the runtime. It goes beside real caches: a call that loads begins here, then the real load
/// runs and what happens meanwhile is done on both, then the call ends here.
class Reference {
 public:
  enum class Purpose : std::uint8_t { read, forced, refresh, verification, warming };
  enum class State : std::uint8_t { absent, fresh, expired, invalidated, dead };

  struct Entry {
    std::size_t key;
    std::uint64_t id;
    Value value;
    TagMask tags;
    TagMask result_tags;
    std::uint64_t validator;
    Moment began;
    std::uint64_t order;
    Time created;
    Time loaded;
    Time expires;
    Time fresh_until;  ///< the end of the ttl or of the memory_ttl, whichever is earlier
    Time grace_until;
    Time idle_ttl;
    Time read_at;
  };

  /// A load of one key that is to run now.
  struct Load {
    std::uint64_t step;  ///< which loads
    std::size_t key;
    std::size_t place = 0;  ///< of the key in the call
    Purpose purpose = Purpose::read;
    std::uint8_t options = 0;
    bool listening = false;
    std::uint64_t replaces = 0;  ///< the entry that it replaces, or is compared with, although it is fresh; 0: none
    std::uint64_t flight = 0;    ///< 0: nobody shares it
    bool known = false;          ///< the store could tell what it knew before
    TagHistory::Since since{};
    std::uint64_t order = 0;
    Time created = 0;
    std::optional<Entry> found = std::nullopt;
    State found_state = State::absent;
    bool found_valid = false;
    bool taken = false;  ///< by a caller in need, from the task that it waited in

    /// What its loader is shown.
    [[nodiscard]] const Entry* shown() const { return found && purpose != Purpose::verification ? &*found : nullptr; }
  };
  using Loads = std::vector<Load>;

  /// Of a caller who waits for a load that runs elsewhere.
  struct Wait {
    Load call;
    bool has_stale;  ///< who may be served that
    Time deadline;
    std::uint64_t flight;
    bool leads;
  };

  /// One key of a call for several, while that waits.
  struct Part {
    Wait wait;
    bool is_bounded = false;   ///< in time; else it is waited for to its end
    bool asks_itself = false;  ///< its load is under way around this call
    bool has_run = false;      ///< in this call, and not for others
  };
  /// How far a call for several keys has come of which some wait. It comes to more than one run of its loader.
  enum class Stage : std::uint8_t { boarding, waiting, taking_over, landing };
  struct Several {
    std::vector<Part> parts;  ///< those that have not ended
    Stage stage = Stage::boarding;
    std::size_t at = 0;  ///< of the parts, while it waits
  };

  /// What a call comes to: for each key a result, or a load that is still to come. All loads are one run.
  struct Begun {
    std::vector<std::optional<Result>> results;
    std::vector<tagcache::MissCause> causes;
    Loads loads;
    std::optional<Wait> wait = std::nullopt;        ///< before its result or load is known
    std::optional<Several> several = std::nullopt;  ///< while it may come to further loads and waits
  };

  /// False when a loader asks for its own key after an invalidation parted its flight from the key: whether it is told
  /// or loads once more is not promised.
  [[nodiscard]] bool foretells(const Step& query) const;
  [[nodiscard]] Begun begin_query(const Step& step, std::uint64_t number);
  /// The wait is over, because the load has ended or because of the time: there is a result, a load, or another wait.
  void end_wait(Begun& begun, const Step& doing);
  /// All loads that were known have ended, with these results: there are all results, further loads, or a wait.
  void end_loads(Begun& begun, const Results& results, const Step& doing);
  /// The task that the caller waits for, if it may run now.
  [[nodiscard]] std::optional<std::size_t> awaited_task(const Wait& wait) const;
  /// All loads of the call have ended. What it gives: a result for each key, or the first error.
  [[nodiscard]] Results end_query(const Step& step, const Begun& begun);
  [[nodiscard]] Results present(const Step& step);
  void warm(const Step& step, std::uint64_t number);
  [[nodiscard]] Results get(const Step& step);
  [[nodiscard]] Result set(const Step& step, std::uint64_t value);
  [[nodiscard]] Result del(const Step& step);
  [[nodiscard]] Result expire(const Step& step);
  [[nodiscard]] Result invalidate(const Step& step);
  [[nodiscard]] Result clear(const Step& step);
  void redeliver(const Step& step);
  [[nodiscard]] Time now() const { return now_; }
  void advance(Time milliseconds) { now_ += milliseconds; }
  void enable(std::size_t cache, bool on) { books_[cache].enabled = on; }
  void make_read_only(std::size_t cache, bool on) { books_[cache].read_only = on; }
  [[nodiscard]] bool enabled(std::size_t cache) const { return books_[cache].enabled; }

  /// Without loads the task has nothing to do.
  [[nodiscard]] Loads begin_task(std::size_t place, const Step& doing);
  void end_task() { --tasks_running_; }
  [[nodiscard]] std::size_t tasks() const { return tasks_.size(); }
  [[nodiscard]] std::size_t cache_of_task(std::size_t place) const {
    return key_facts[tasks_[place].front().key].cache;
  }
  /// Whether a load is under way that the task, in a thread of its own, could not meet: of a key of its own, or one
  /// that nobody shares.
  [[nodiscard]] bool task_meets_itself(std::size_t place) const;

  /// The load has given the value `number`, or none, or has said that what it was shown holds still.
  [[nodiscard]] Result loaded(const Load& load, const Step& script, std::uint64_t number, const Step& doing);
  /// The load has thrown the error `number`.
  [[nodiscard]] Result failed(const Load& load, std::uint64_t number, const Step& doing);

  [[nodiscard]] const std::vector<Report>& reports() const { return reports_; }
  [[nodiscard]] const std::vector<Told>& told() const { return told_; }
  [[nodiscard]] const Counts& counts(std::size_t cache) const { return books_[cache].counts; }

 private:
  struct Flight {
    std::uint64_t id;
    bool queued;
    std::optional<Load> load;
  };
  /// What a flight came to that somebody waits for.
  struct Landing {
    std::uint64_t flight;
    Result result;
    Load load;
    TagMask result_tags;
    Time at;
  };
  struct Error {
    std::uint64_t number;
    Time until;
    TagHistory::Since since;
    TagMask tags;
  };
  /// What each cache has for itself.
  struct Book {
    Moment cleared = 0;
    bool enabled = true;
    bool read_only = false;
    Time second = 0;  ///< when the first verification of this second began
    std::uint32_t verifications = 0;
    Counts counts{};
    [[nodiscard]] bool keeps() const { return enabled && !read_only; }
  };

  [[nodiscard]] Book& book(std::size_t key) { return books_[key_facts[key].cache]; }
  [[nodiscard]] const Book& book(std::size_t key) const { return books_[key_facts[key].cache]; }
  [[nodiscard]] bool key_written_since(Moment began, std::size_t key) const;
  [[nodiscard]] Entry* look(std::size_t key);
  [[nodiscard]] bool is_valid(const Entry& entry) const;
  [[nodiscard]] State state(const Entry* entry) const;
  [[nodiscard]] tagcache::MissCause cause(const Step& step, std::size_t key, bool store_fails);
  [[nodiscard]] Result served(const Entry& entry, tagcache::Status status) const;
  void count(std::size_t key, const Result& result, tagcache::MissCause cause);
  [[nodiscard]] bool is_worth_keeping(const Entry& entry) const;

  [[nodiscard]] std::optional<Result> serve(const Step& step, const Load& call, Loads& refreshes);
  [[nodiscard]] bool is_due(const Entry& entry, const Rules& rules, const Step& step) const;
  [[nodiscard]] bool is_verified(Book& book, const Rules& rules, const Step& step) const;
  [[nodiscard]] std::optional<Result> stand_in(std::size_t key, std::uint8_t options, bool store_fails);
  [[nodiscard]] std::optional<std::uint64_t> remembered(std::optional<Error>& error, std::size_t key,
                                                        const Step& doing);
  [[nodiscard]] bool may_refresh(const Load& refresh, const Step& doing);
  void queue(const Loads& refreshes, const Step& doing);
  [[nodiscard]] bool is_current(const Load& load, TagMask tags, const Step& doing) const;
  [[nodiscard]] bool waits_for_refresh(const Load& call, State found) const;
  [[nodiscard]] Time patience(const Load& call, bool has_stale) const;
  void begin_refresh_that_is_awaited(Begun& begun, const Load& call, const Step& doing);
  void begin_wait(Begun& begun, Wait wait, const Step& doing);
  void end_wait_of_one(Begun& begun, const Wait& wait, const Step& doing);
  void end_wait_without_value(Begun& begun, const Wait& wait, const Step& doing);
  void end_wait_with(Begun& begun, const Wait& wait, const Result& result, const Step& doing);
  [[nodiscard]] std::optional<Result> as_passenger(const Wait& wait, const Landing& landing, const Step& doing);
  [[nodiscard]] std::optional<Result> still_stale(const Load& call, tagcache::Status status, const Step& doing);
  void land(const Load& load, const Result& result, TagMask result_tags);
  void begin_several(Begun& begun, const Loads& calls, const Step& doing);
  [[nodiscard]] Part prepared(Begun& begun, const Load& call, const Step& doing);
  void go_on(Begun& begun, const Step& doing);
  void board(Begun& begun, const Step& doing);
  void do_without_executor(Begun& begun, const Step& doing);
  void take_over(Begun& begun, const Step& doing);
  void run_here(Begun& begun, Part& part, const Step& doing);
  [[nodiscard]] bool land_in_time(Begun& begun, Part& part, const Step& doing);
  [[nodiscard]] bool land(Begun& begun, Part& part, const Step& doing);
  void load_here(Begun& begun, const Load& call, const Step& doing);
  void begin_load(Begun& begun, const Load& call, const Step& doing);
  [[nodiscard]] bool depart(Load& load, const Step& doing);
  void end_flight(const Load& load);
  [[nodiscard]] bool is_checked(const Load& load, Value value, const Step& doing);
  void keep(const Load& load, Entry entry);
  [[nodiscard]] Entry made(std::size_t key, std::uint8_t options, Value value, const Step& doing,
                           const tagcache::LoadSettings& said);

  Time now_ = 0;
  Moment moment_ = 0;
  std::uint64_t last_id_ = 0;
  TagHistory tags_;
  std::array<Book, cache_count> books_{};
  std::array<Moment, key_count> written_{};  ///< set, deleted or expired
  std::array<Moment, key_count> keys_expired_{};
  std::array<std::optional<Entry>, key_count> entries_{};
  std::array<std::optional<Flight>, key_count> flights_{};
  std::array<std::optional<Error>, key_count> errors_{};
  std::array<std::optional<Error>, key_count> pauses_{};  ///< of refreshes
  std::array<unsigned, key_count> running_{};             ///< loads of this thread
  std::vector<Loads> tasks_;
  unsigned tasks_running_ = 0;
  std::vector<Landing> landings_;
  std::vector<Report> reports_;
  std::vector<Told> told_;
};

}  // namespace model
