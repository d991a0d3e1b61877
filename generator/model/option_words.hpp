#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/cache_model.hpp"

namespace tagcache::generator {

struct OptionWords {
  std::string_view name;
  std::string words;  ///< the value as a schema writes it: `5m`, `off`, `10%`
};

/// The options that are set, in the order in which the runtime declares them.
[[nodiscard]] std::vector<OptionWords> option_words(const Options& options);

}  // namespace tagcache::generator
