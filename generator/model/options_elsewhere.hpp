#pragma once

#include <optional>
#include <string>

#include "document/schema_document.hpp"
#include "model/cache_model.hpp"

namespace tagcache::generator {

/// Options that some query sets in its own way. What has no effect beside those of `defaults` may have one there.
struct OptionsElsewhere {
  bool ttl = false;
  bool error_ttl = false;
  bool negative_ttl = false;  ///< not off, as the next three
  bool grace = false;
  bool refresh_ahead = false;
  bool jitter = false;
  bool layers = false;
  bool single_flight = false;

  void add(const WrittenOptions& written, const Options& values);
};

[[nodiscard]] bool refreshes_ahead(const std::optional<RefreshAhead>& ahead);

/// Whether a value of the C++ type with this canonical spelling can say "there is none", as `negative_ttl` needs it.
[[nodiscard]] bool can_be_absent(const std::string& canonical);

}  // namespace tagcache::generator
