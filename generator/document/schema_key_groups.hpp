#pragma once

#include <string_view>
#include <vector>

#include "document/schema_keys.hpp"

/// The table of keys in parts; schema_keys.hpp is for everybody else.
namespace tagcache::generator {

inline constexpr Wanted wanted_type{"a C++ type", "std::string"};
inline constexpr Wanted wanted_query{"the keys of a query: args, returns, tags", "returns: User"};
inline constexpr Wanted wanted_mutation{"the keys of a mutation: args, returns, invalidates, recache",
                                        "invalidates: [users(user)]"};

[[nodiscard]] SchemaKey doc_key(std::string_view description);

[[nodiscard]] std::vector<SchemaKey> option_keys();
[[nodiscard]] std::vector<SchemaKey> tag_keys();
[[nodiscard]] std::vector<SchemaKey> query_keys();
[[nodiscard]] std::vector<SchemaKey> mutation_keys();
[[nodiscard]] std::vector<SchemaKey> resource_keys();
[[nodiscard]] std::vector<SchemaKey> resource_query_keys();
[[nodiscard]] std::vector<SchemaKey> event_keys();

}  // namespace tagcache::generator
