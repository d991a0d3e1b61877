#pragma once

#include <string>
#include <vector>

#include "demo/cluster.hpp"
#include "demo/style.hpp"

namespace shop {

/// The nodes since a moment of the last minute: who served what, and how old it was. Lines of 80 columns at most.
[[nodiscard]] std::vector<std::string> picture_of_nodes(const Cluster& cluster, Moment since, const Style& style);

/// Whether promises were kept, and the longest that a read missed what Redis had heard of, since the beginning.
[[nodiscard]] std::string verdict(const Cluster& cluster, const Style& style);

}  // namespace shop
