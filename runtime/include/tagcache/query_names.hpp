#pragma once

#include <array>
#include <string_view>

namespace tagcache {

/// The names of queries, described by generated code, in the order of their numbers.
template <class... Queries>
inline constexpr std::array<std::string_view, sizeof...(Queries)> query_names{Queries::name...};

}  // namespace tagcache
