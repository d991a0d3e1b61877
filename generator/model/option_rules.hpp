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

/// The same for `defaults`; `any_grace`: some query has a grace of its own.
void check_options_of_defaults(const OptionSet& defaults, bool any_grace, Diagnostics& diagnostics);

}  // namespace tagcache::generator
