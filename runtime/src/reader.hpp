#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <tagcache/many_call.hpp>
#include <tagcache/options.hpp>
#include <tagcache/read_call.hpp>
#include <tagcache/store.hpp>
#include <vector>

#include "background.hpp"
#include "departure.hpp"
#include "effective_options.hpp"
#include "flight_table.hpp"
#include "hit_plans.hpp"
#include "lease_wait.hpp"
#include "lifetime.hpp"
#include "load_report.hpp"
#include "lone_load.hpp"
#include "many_flight.hpp"
#include "owned_call.hpp"
#include "redelivery.hpp"
#include "remembered_errors.hpp"
#include "seeing/gated_store.hpp"
#include "seeing/witness.hpp"
#include "turns.hpp"
#include "unfinished.hpp"
#include "verifier.hpp"

namespace tagcache::detail {

[[nodiscard]] LoadTimeout load_timeout(const KeyView& key, Duration patience);

/// Why a read had to load.
[[nodiscard]] MissCause load_cause(const ReadCall& call, const Found& found) noexcept;

/// Reads: decides whether an entry may be served, loads when it may not, shares loads, refreshes in the background. A
/// store that fails costs a load and never an exception.
class Reader {
 public:
  Reader(GatedStore& store, const CacheOptions& options, Witness& witness, std::size_t queries)
      : store_(store),
        options_(options),
        witness_(witness),
        plans_(options, queries, store.has_remote()),
        errors_(store),
        failed_refreshes_(store),
        cap_(*options.verifications_per_second),
        background_(options.executor) {
    store.on_undelivered([this] { redelivery_.plan(); });
  }

  [[nodiscard]] Outcome read(const ReadCall& call);

  /// The same, when nothing has to be done but to hand out what memory holds; without an entry for all others.
  [[nodiscard]] Outcome hit(const HitCall& call);

  /// The same for several keys, with one look into the store and one run of the loader.
  [[nodiscard]] std::vector<Outcome> read_many(const ManyCall& call);

  /// What may be served without a load, to a read by hand.
  [[nodiscard]] std::optional<Outcome> get(const Request& request, Accept accept);
  [[nodiscard]] std::vector<std::optional<Outcome>> get_many(std::span<const Request> requests, Accept accept);

  /// What a read would be served without a load.
  [[nodiscard]] std::optional<Outcome> read_present(const PresentCall& call);
  [[nodiscard]] std::vector<std::optional<Outcome>> read_present_many(const ManyPresentCall& call);

  /// Loads what is not fresh, unless a flight is under way that is still current: in the background, as many at a time
  /// as the options say, or here.
  void warm(const ReadCall& call);
  [[nodiscard]] bool awaits_warming() const noexcept { return *options_.warming.awaited; }

  /// Fills in the times and the weight of an entry whose load ended at `now`. False when nobody could ever be served
  /// with it.
  [[nodiscard]] bool date(EntryNode& entry, const QueryOptions& options, const LoadSettings& settings,
                          TimePoint now) const {
    return set_lifetime(entry, effective(options), settings, now, *options_.randomness);
  }

  /// Who keeps this alive while its work runs. To be called once, before anything else.
  void owned_by(const std::shared_ptr<const void>& owner);

  /// For callers whose threads do not wait: what can be served without a load,
  [[nodiscard]] std::optional<Outcome> read_now(const ReadCall& call, Glance& glance);
  /// and a read that is still to begin.
  [[nodiscard]] std::shared_ptr<Pending> read_later(const ReadCall& call, std::unique_ptr<Completion> completion,
                                                    Glance glance);
  [[nodiscard]] std::shared_ptr<Pending> read_many_later(const ManyCall& call,
                                                         std::unique_ptr<ManyCompletion> completion);

  /// False when nobody takes it.
  [[nodiscard]] bool run_in_background(std::function<void()> work) { return background_.post(std::move(work)); }

  [[nodiscard]] Shutdown shutdown(Duration patience);
  void close() { background_.close(); }
  [[nodiscard]] bool closed() const { return background_.closed(); }
  /// Its cache is gone: reads for which no thread waits, and asynchronous loads, are cancelled.
  void end();

 private:
  struct Queued;
  struct QueuedMany;
  class AsyncLoad;
  class Passenger;
  class ManyRead;
  class ManyPassenger;
  using RefreshQueue = FunctionView<void(const EntryPointer& replaced, Purpose purpose)>;

  /// Whether another thread does `work`, which asks the store: where that may block. Otherwise it is dropped.
  [[nodiscard]] bool hands_on(std::function<void()> work) noexcept;
  /// Without asking what stands behind memory.
  [[nodiscard]] std::optional<Outcome> hit_in_front(const ReadCall& call);
  [[nodiscard]] std::optional<Outcome> take(const Request& request, const Found& found, Accept accept);
  /// What may be served of `found`, which is all that a reader may have who does not load.
  [[nodiscard]] std::optional<Outcome> serve_present(const Subject& subject, const Found& found,
                                                     const EffectiveOptions& options, TimePoint now);
  /// Absent when the read has to wait.
  [[nodiscard]] std::optional<Outcome> serve(const ReadCall& call, const Found& found, TimePoint now);
  /// `queue` is called for the refresh of the entry that is served.
  [[nodiscard]] std::optional<Outcome> serve(const ReadCall& call, const Found& found, TimePoint now,
                                             RefreshQueue queue);
  [[nodiscard]] bool waits_for_refresh(const ReadCall& call, const Found& found, TimePoint now) const;
  /// How long a read may wait for a load; zero: to its end.
  [[nodiscard]] Duration patience(const ReadCall& call, bool has_stale) const;
  [[nodiscard]] Outcome await_refresh(const ReadCall& call);
  /// Whether an error of this key keeps a refresh from starting.
  [[nodiscard]] bool refresh_pauses(const ReadCall& call, TimePoint now);
  /// What may be served now to a reader who has waited for a refresh in vain; absent when nothing may.
  [[nodiscard]] std::optional<Outcome> still_stale(const ReadCall& call, Status status);
  /// The end of a read that is not served at once: it loads, or waits for the refresh of `found`.
  [[nodiscard]] Outcome read_by_load(const ReadCall& call, const Found& found, TimePoint now);
  [[nodiscard]] Outcome load(const ReadCall& call, TimePoint now);
  /// The remembered error that the caller gets instead of a load; null when there is none.
  [[nodiscard]] std::exception_ptr error_in_the_way(const ReadCall& call, TimePoint now);
  /// In this thread, or as a passenger of a flight under way, to the end.
  [[nodiscard]] Outcome load_here(const ReadCall& call, TimePoint now);
  /// Elsewhere; absent when `deadline` comes first. When the executor refuses: in this thread, or absent too for a
  /// reader who has an old value.
  [[nodiscard]] std::optional<Outcome> load_within(const ReadCall& call, TimePoint deadline, bool has_stale);
  /// The load that a reader waits for is a refresh when there is an old value that it could be served.
  [[nodiscard]] FlightTable::Joined fly_in_background(const ReadCall& call, bool has_stale);
  /// A flight that the caller queues, or may join.
  [[nodiscard]] FlightTable::Joined board_in_background(const ReadCall& call);
  [[nodiscard]] Outcome load_or_join(const ReadCall& call, TimePoint now);
  /// A flight that the caller may join; null when it leads.
  [[nodiscard]] std::shared_ptr<Flight> board(FlightTable::Lead& lead, const ReadCall& call);
  /// A flight that the caller leads, or may join.
  [[nodiscard]] FlightTable::Joined board(const ReadCall& call);
  /// One that cannot be joined any more. Throws RecursiveLoad when its own loader is asking.
  void forget_flight(const KeyView& key, const Flight& flight);
  /// To be called from `now` on.
  [[nodiscard]] Outcome lead(FlightTable::Lead& lead, const ReadCall& call, TimePoint now);
  /// Absent when the deadline came first, or when the flight gave nothing that this caller may have.
  [[nodiscard]] std::optional<Outcome> join(Flight& flight, const ReadCall& call, TimePoint deadline);
  /// The same for a flight that the caller may lead.
  [[nodiscard]] std::optional<Outcome> await(Flight& flight, bool leads, const ReadCall& call, TimePoint deadline);
  /// What a flight that is over, or is not waited for any more, gives a caller who does not lead it.
  [[nodiscard]] std::optional<Outcome> share(const Flight& flight, const ReadCall& call);
  /// What the outcome of a flight is for a caller who does not lead it; absent when it may not have it.
  [[nodiscard]] std::optional<Outcome> as_passenger(const Flight& flight, const ReadCall& call, Outcome outcome);
  /// Leads `flight` with an asynchronous loader.
  void launch(const std::shared_ptr<Flight>& flight, const ReadCall& call, EntryPointer replaced, Purpose purpose,
              std::shared_ptr<const LoneLoad> awaited_by);
  [[nodiscard]] Outcome fly(FlightTable::Lead& lead, const ReadCall& call, Departure& departure);
  /// Runs one load for several flights that the caller leads, and ends each of them.
  void fly_many(std::span<const Led> led, ManyLoader load);
  /// False when they will not run.
  [[nodiscard]] bool post_many(const ManyCall& call, std::span<const QueuedPart> parts,
                               const std::shared_ptr<const LoneLoad>& inside);
  /// Refreshes that one run of the loader does; the flights of `wished` are still to be queued.
  void queue_many_refreshes(const ManyCall& call, std::vector<QueuedPart> wished);
  /// The three parts of a load. Before the loader runs:
  [[nodiscard]] Departure depart(const ReadCall& call, TimePoint created, Duration lease = Duration::zero());
  /// the same, when no other process loads the key, or has not for as long as its lease says;
  [[nodiscard]] Departure depart_in_turn(const ReadCall& call, TimePoint created);
  /// with what it gave:
  [[nodiscard]] Outcome arrive(const ReadCall& call, Departure& departure, LoadResult result);
  /// and in the handler of what it threw, which is thrown again when nothing stands in.
  [[nodiscard]] Outcome stand_in(const ReadCall& call, const Departure& departure);
  [[nodiscard]] std::optional<Outcome> fallback(const ReadCall& call);
  /// Zero: none is asked for.
  [[nodiscard]] Duration lease_of(const ReadCall& call) const;
  /// How long a load waits before it departs again; zero when it need not.
  [[nodiscard]] Duration pause_before(const ReadCall& call, const Departure& departure, LeaseWait& wait);
  [[nodiscard]] bool can_join(const Flight& flight, const ReadCall& call);
  /// False when a tag of `load` or a result tag of `entry` has moved since the load began, or nobody can tell.
  [[nodiscard]] bool is_current(const Load& load, const EntryNode& entry);
  [[nodiscard]] bool can_share(const Flight& flight, const EntryNode& loaded);
  /// With an entry to replace, or to compare with, the load is done although that one is fresh.
  /// Null when there is none to do.
  std::shared_ptr<Flight> queue_refresh(const ReadCall& call, EntryPointer replaced, Purpose purpose);
  /// A flight for a refresh, also in place of one that an executor took and let go of; null when one is under way.
  [[nodiscard]] std::shared_ptr<Flight> queue_flight(const ReadCall& call);
  [[nodiscard]] bool may_refresh(const ReadCall& call, Purpose purpose);
  /// Without an executor that took it the refresh is not done.
  void refresh_queued(const ReadCall& call, Flight& flight, Purpose purpose, bool is_taken);
  void forget_outdated_flight(const ReadCall& call);
  void warm_here(const ReadCall& call);
  /// What is there already, or an empty outcome where nothing may be warmed; absent when it has to be loaded.
  [[nodiscard]] std::optional<Outcome> need_not_warm(const ReadCall& call, const Found& found, TimePoint now);
  /// Begins to warm what waits for its turn, as far as turns are free.
  void give_turns();
  void begin_warming(const std::shared_ptr<Turn>& turn);
  /// `awaited_by`: the innermost load that waits for this one and that nobody shares.
  [[nodiscard]] bool post(const ReadCall& call, const std::shared_ptr<Flight>& flight, EntryPointer replaced,
                          Purpose purpose, std::shared_ptr<const LoneLoad> awaited_by);
  /// False when the store does not keep it, or cannot.
  [[nodiscard]] bool keep(const KeyView& key, const Begun& begun, EntryPointer entry, TimePoint loaded);
  void remember_error(const ReadCall& call, const Begun& begun);
  void pause_refreshes(const ReadCall& call, const Begun& begun);
  /// Takes a flight that nobody runs out of the table. Who waits for it looks for itself.
  void give_up(const KeyView& key, Flight& flight);
  /// Compares what was stored with what was loaded, when that is a check of it; absent when it is none.
  [[nodiscard]] std::optional<Verification> check(const ReadCall& call, const Departure& departure,
                                                  const EntryNode& loaded);
  /// Tells those who listen, on the executor, when the flight is over.
  void tell(const OwnedCall& call) noexcept;

  [[nodiscard]] EffectiveOptions effective(const QueryOptions& options) const { return {options, options_.defaults}; }
  [[nodiscard]] Request request(const ReadCall& call, TimePoint now) const;

  [[nodiscard]] Found find_in_store(const Request& request) noexcept;
  [[nodiscard]] std::vector<Found> find_in_store(std::span<const Request> requests) noexcept;
  [[nodiscard]] Begun begin_in_store(const Request& request, TagSet& tags) noexcept;

  GatedStore& store_;
  const CacheOptions& options_;
  Witness& witness_;
  HitPlans plans_;
  FlightTable flights_;
  RememberedErrors errors_;
  RememberedErrors failed_refreshes_;
  VerificationCap cap_;
  std::weak_ptr<const void> owner_;
  Unfinished unfinished_;
  Redelivery redelivery_{store_, background_};
  Turns turns_{*options_.warming.at_once};
  Background background_;  // last: its end waits for tasks that use the rest
};

}  // namespace tagcache::detail
