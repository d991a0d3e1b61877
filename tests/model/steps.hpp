#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "universe.hpp"

namespace model {

enum class Kind : std::uint8_t {
  query,
  query_present,  ///< what can be had without a load
  warm,
  get,
  get_fresh,
  set,
  del,
  expire,
  invalidate,
  clear,
  enable,     ///< the cache of the key, or switches it off
  read_only,  ///< makes the cache of the key so, or no more
  advance,
  run_task,
  redeliver,  ///< the store is told what it could not be told
};

/// Which calls of the store fail while a step runs; for `executor_refuses` the store has no part in it.
enum Fault : std::uint8_t {
  no_fault = 0,
  first_find_fails = 1U << 0,
  later_finds_fail = 1U << 1,
  begin_fails = 1U << 2,
  keep_fails = 1U << 3,
  is_current_fails = 1U << 4,
  write_fails = 1U << 5,  ///< set, erase, expire, invalidate, clear
  executor_refuses = 1U << 6,
};

/// For `unchanged` a load that is shown nothing gives a value.
enum class Gives : std::uint8_t { value, none, error, unchanged };

/// How a query asks.
enum class Asks : std::uint8_t {
  plainly,
  forced,
  listening,    ///< to the refresh that it starts
  for_several,  ///< with `others`, and for its key twice
  forced_for_several,
};
[[nodiscard]] constexpr bool forces(Asks asks) { return asks == Asks::forced || asks == Asks::forced_for_several; }
[[nodiscard]] constexpr bool asks_for_several(Asks asks) {
  return asks == Asks::for_several || asks == Asks::forced_for_several;
}

/// One operation. What happens while its load runs (also one that it only queues) are the steps behind it that lie
/// deeper.
struct Step {
  Kind kind = Kind::query;
  std::uint8_t depth = 0;
  std::uint8_t key = 0;
  std::uint8_t others = 0;  ///< bit n: the key n too, see Asks::for_several; gets and looks too
  std::uint8_t options = 0;
  std::uint8_t faults = no_fault;
  Gives gives = Gives::value;  ///< a query: what its load gives; a set: what it sets
  Asks asks = Asks::plainly;
  std::uint8_t saying = 0;         ///< a query: what its load says of its value
  std::uint8_t chance = 0;         ///< what chance gives, in 64ths
  std::uint8_t task = 0;           ///< run_task: which of those that wait, counted round
  bool on = false;                 ///< enable, read_only
  bool in_time = false;            ///< a query that waits for its load: whether the executor runs it in time
  std::uint16_t milliseconds = 0;  ///< advance
  TagMask tags = 0;                ///< query: of its result; set: beside those of the key; invalidate: these
  TagMask exact = 0;               ///< invalidate: which of `tags` exactly
  TagMask softly = 0;              ///< invalidate: which of `tags` are expired
};

using Steps = std::vector<Step>;

/// Those that a query or get asks for, each once. They are of one cache, and share loads or do not.
[[nodiscard]] std::vector<std::size_t> keys_of(const Step& step);

/// Whether a caller with these options may wait for a load that runs elsewhere.
[[nodiscard]] bool has_timeout(std::uint8_t options);

/// The steps of a seed, written over `steps`.
void choose_steps(std::uint64_t seed, Steps& steps);

/// The end of the steps that happen while the step at `begin` loads.
[[nodiscard]] std::size_t end_of_nested(const Steps& steps, std::size_t begin);

/// For people, one line a step.
[[nodiscard]] std::string text_of(const Step& step);
[[nodiscard]] std::string text_of(const Steps& steps);

}  // namespace model
