#pragma once

#include <string>
#include <vector>

#include "inspect/probe.hpp"
#include "inspect/probe_messages.hpp"
#include "inspect/type_catalog.hpp"

namespace tagcache::generator {

struct ProbeResult {
  TypeCatalog catalog;  ///< types with errors are missing
  ProbeErrors errors;
  std::map<std::size_t, std::string> templates;  ///< types that are templates alone, by index, as they might be written
};

/// Runs Clang over the probe of `mentioned`, with function bodies skipped. `flags` are complete, resource directory
/// included. `times` may be null.
[[nodiscard]] ProbeResult read_probe(const Probe& probe, const MentionedTypes& mentioned,
                                     const std::vector<std::string>& flags, StageTimes* times);

}  // namespace tagcache::generator
