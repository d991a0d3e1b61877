#pragma once

#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <tagcache/many_call.hpp>
#include <vector>

#include "one_of_many.hpp"
#include "reader.hpp"

namespace tagcache::detail {

/// A read of several keys. Who has to load takes all flights that are free, loads for them in one run, ends them, and
/// only then waits for those of others: two such reads never wait for each other.
class Reader::ManyRead {
 public:
  ManyRead(Reader& reader, const ManyCall& call);

  [[nodiscard]] std::vector<Outcome> run();

 private:
  /// A key, and how far its read has come: it ends with an outcome or with an error.
  struct One {
    One(const ManyCall& call, std::size_t place) : part(call, place) {}
    [[nodiscard]] const ReadCall& view() const { return part.view(); }
    [[nodiscard]] bool ended() const { return outcome || error; }

    OneOfMany part;
    Found found;
    bool is_served = false;  ///< without a load
    bool has_stale = false;  ///< an old value may be served when the refresh takes too long
    TimePoint deadline = TimePoint::max();
    std::shared_ptr<Flight> flight = nullptr;
    std::optional<Aboard> aboard = std::nullopt;  ///< the flight of another
    bool leads = false;
    bool runs = false;  ///< its load was done in this thread
    std::optional<Outcome> outcome = std::nullopt;
    std::exception_ptr error = nullptr;
  };

  /// Serves what needs no load.
  void look();
  void prepare(One& one);
  /// Those that have to be tried again: the flight of another had nothing for them.
  [[nodiscard]] std::vector<One*> load_round(const std::vector<One*>& pending);
  void board(One& one, Duties& duties);
  /// Private flights, for who does not share loads.
  void board_alone(One& one);
  void fly(const std::vector<One*>& pending, Duties& duties);
  /// Loads in this thread what is left for this call to load.
  void fly_here(const std::vector<One*>& pending);
  void take_over(const std::vector<One*>& pending);
  [[nodiscard]] bool land(One& one);
  [[nodiscard]] bool serve_old(One& one);
  void fail(One& one);
  void run_out_of_time(One& one);
  [[nodiscard]] std::vector<Outcome> outcomes();

  Reader& reader_;
  const ManyCall& call_;
  TimePoint began_{};
  bool elsewhere_ = false;                  ///< loads run on the executor
  std::shared_ptr<const LoneLoad> inside_;  ///< of the loads that nobody shares
  std::deque<One> ones_;                    ///< one for each different key
  std::vector<std::size_t> places_;         ///< of the keys of the call in `ones_`
};

}  // namespace tagcache::detail
