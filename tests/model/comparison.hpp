#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "steps.hpp"

namespace model {

/// Where the cache and the reference part.
struct Divergence {
  std::size_t step;
  std::string text;
};

/// Does the steps on a cache of their own and on a reference, and compares what each call gives, which loads run, and
/// what waits for the executor. `done` counts the steps that were done.
[[nodiscard]] std::optional<Divergence> compare(const Steps& steps, std::uint64_t& done);

/// Fewer and simpler steps that diverge as well: none of them can be left out (delta debugging; Zeller, Hildebrandt
/// 2002).
[[nodiscard]] Steps shrunk(Steps steps);

}  // namespace model
