#pragma once

#include <vector>

#include "emit/cpp_unit.hpp"
#include "model/cache_model.hpp"

namespace tagcache::generator {

/// The structs that ids and arguments of queries hold, in vectors and the like, each after those that it holds itself.
/// Structs that are ids or arguments, or plain members of these, are taken apart where the key is made.
[[nodiscard]] std::vector<CppKeyStructure> lower_key_structures(const CacheModel& model);

/// Whether a value holds such structs.
[[nodiscard]] bool has_key_structures(const TypeFacts& facts);

}  // namespace tagcache::generator
