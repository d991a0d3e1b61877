#pragma once

#include "document/schema_document.hpp"
#include "model/cache_model.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// Options as they were written, and what they mean.
struct OptionSet {
  const WrittenOptions& written;
  const Options& values;
};

/// Whether a value of the C++ type with this canonical spelling can say "there is none", as `negative_ttl` needs it.
[[nodiscard]] bool can_be_absent(const std::string& canonical);

/// Reports options of a query that exclude each other, and those that the query writes and that have no effect. What it
/// does not say itself, `defaults` say; an option of the defaults without effect on one query is no error.
/// `canonical` is the type of the result; empty when it is not known.
void check_options_of_query(const OptionSet& query, const OptionSet& defaults, const std::string& canonical,
                            Diagnostics& diagnostics);

/// Options that some query sets in its own way. What has no effect beside those of `defaults` may have one there.
struct OptionsElsewhere {
  bool ttl = false;
  bool error_ttl = false;
  bool negative_ttl = false;  ///< not off, as those below
  bool grace = false;
  bool refresh_ahead = false;
  bool jitter = false;
  bool layers = false;

  void add(const WrittenOptions& written, const Options& values);
};

/// The same for `defaults`.
void check_options_of_defaults(const OptionSet& defaults, const OptionsElsewhere& elsewhere, Diagnostics& diagnostics);

}  // namespace tagcache::generator
