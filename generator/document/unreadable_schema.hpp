#pragma once

#include <string>

#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// The error about a schema on the command line that cannot be read. It names the schemas that stand where this one was
/// looked for.
[[nodiscard]] Diagnostic unreadable_schema(const std::string& path);

}  // namespace tagcache::generator
