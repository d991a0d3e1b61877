#pragma once

#include "document/schema_document.hpp"
#include "model/cache_model.hpp"
#include "model/options_elsewhere.hpp"
#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// Options as they were written, and what they mean.
struct OptionSet {
  const WrittenOptions& written;
  const Options& values;
};

/// Reports options of a query that exclude each other, and those that the query writes and that have no effect. What it
/// does not say itself, `defaults` say; an option of the defaults without effect on one query is no error.
/// `canonical` is the type of the result; empty when it is not known.
void check_options_of_query(const OptionSet& query, const OptionSet& defaults, const std::string& canonical,
                            Diagnostics& diagnostics);

/// The same for `defaults`.
void check_options_of_defaults(const OptionSet& defaults, const OptionsElsewhere& elsewhere, Diagnostics& diagnostics);

}  // namespace tagcache::generator
