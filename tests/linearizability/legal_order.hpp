#pragma once

#include "history.hpp"

namespace linearizability {

/// Whether the steps of a history can be put into an order that a cache that does one thing after the other could have
/// done, and in which whatever ended before something else began comes first.
///
/// A search over all orders (Wing, Gong, 1993) that never goes on twice from the same state with the same steps left
/// (Lowe, 2017).
[[nodiscard]] bool has_legal_order(const History& history);

}  // namespace linearizability
