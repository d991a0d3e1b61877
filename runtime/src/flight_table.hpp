#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <tagcache/key.hpp>
#include <tagcache/store.hpp>
#include <vector>

#include "flight.hpp"

namespace tagcache::detail {

/// The flights of a cache by their keys: at most one that can be joined per key.
class FlightTable {
 public:
  class Lead;

  struct Joined {
    std::shared_ptr<Flight> flight;
    bool leads;  ///< the caller runs the load, and calls `remove` when it ended
  };

  FlightTable() = default;
  FlightTable(const FlightTable&) = delete;
  FlightTable& operator=(const FlightTable&) = delete;
  ~FlightTable();

  /// The flight of the key of `lead` that somebody else leads; null when the caller leads.
  [[nodiscard]] std::shared_ptr<Flight> join(Lead& lead);

  /// The flight of `key`, or a new one that the caller leads.
  [[nodiscard]] Joined join(const KeyView& key, const ValueType& type);

  /// A new flight that waits for an executor; null when `key` has a flight already.
  [[nodiscard]] std::shared_ptr<Flight> queue(const KeyView& key, const ValueType& type);

  [[nodiscard]] std::shared_ptr<Flight> find(const KeyView& key);

  /// From now on nobody joins `flight`. Those who wait for it get its result.
  void remove(const KeyView& key, const Flight& flight);

  /// The same for a flight that no executor took, unless a caller in need has taken it over meanwhile.
  /// True when it is gone.
  bool withdraw(const KeyView& key, const Flight& flight);

 private:
  struct KeptPlace;

  /// A load that can be found.
  struct Place {
    Place(const KeyView& its_key, const ValueType& its_type) noexcept : key(its_key), type(&its_type) {}

    KeyView key;
    const ValueType* type;
    Lead* lead = nullptr;            ///< that this is the place of; null: a KeptPlace
    std::shared_ptr<Flight> flight;  ///< null: nobody has asked for it yet
    Place* next = nullptr;
  };

  /// The places of some keys, in a hash table of lists. Threads that load different keys seldom meet in its lines.
  struct alignas(64) Part {
    [[nodiscard]] Place*& list(const KeyView& key) noexcept { return lists[(key.hash() >> 36U) & (lists.size() - 1)]; }
    /// What points to the place of `key`, or to null.
    [[nodiscard]] Place** find(const KeyView& key) noexcept;
    void add(Place& place) noexcept;
    void grow() noexcept;
    void take_out(Place** link) noexcept;
    [[nodiscard]] const std::shared_ptr<Flight>& make(const KeyView& key, const ValueType& type);

    std::mutex mutex;
    std::vector<Place*> lists = std::vector<Place*>(16);  ///< a power of two
    std::size_t count = 0;
  };

  [[nodiscard]] Part& part(const KeyView& key) noexcept { return parts_[(key.hash() >> 32U) % parts_.size()]; }
  [[nodiscard]] static const std::shared_ptr<Flight>& flight_of(Place& place);

  std::array<Part, 16> parts_;
};

/// A load that its caller runs in his own thread, while this lives. Most are over before anybody else asks for the
/// same: a flight is made by who does.
class FlightTable::Lead : Place {
 public:
  /// Others find it when it has joined the table.
  Lead(FlightTable& table, const KeyView& its_key, const ValueType& its_type) noexcept
      : Place(its_key, its_type), table_(table), runner_(Waiter::current()) {
    lead = this;
  }
  /// Of a flight that others know already.
  Lead(FlightTable& table, const KeyView& its_key, std::shared_ptr<Flight> known);
  Lead(const Lead&) = delete;
  Lead& operator=(const Lead&) = delete;
  ~Lead() { static_cast<void>(leave()); }

  /// See Flight::learnt. `load` lives until this has left.
  void learnt(const std::shared_ptr<const Load>& load);

  /// From now on nobody joins it. Who has joined waits for the end of this flight; null: nobody.
  [[nodiscard]] std::shared_ptr<Flight> leave() noexcept;

 private:
  friend class FlightTable;
  void takes(std::shared_ptr<Flight> known);
  void make_flight();

  FlightTable& table_;
  Waiter& runner_;
  std::shared_ptr<Flight> known_;  ///< null: others find this place, and make one
  bool has_entered_ = false;       ///< the table
  bool is_found_ = false;          ///< there; changed under the lock
  // Either who leads sees that somebody has asked, or who asks sees what was learnt.
  std::atomic<const std::shared_ptr<const Load>*> load_ = nullptr;
  std::atomic<bool> is_asked_for_ = false;
};

}  // namespace tagcache::detail
