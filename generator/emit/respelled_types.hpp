#pragma once

#include "model/cache_model.hpp"

namespace tagcache::generator {

/// The model with the types of ids, arguments and results as emitted code may spell them, see CacheModel::spellings.
[[nodiscard]] CacheModel respelled(CacheModel model);

}  // namespace tagcache::generator
