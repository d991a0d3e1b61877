#pragma once

#include <string>
#include <vector>

#include "support/diagnostics.hpp"

namespace tagcache::generator {

/// What is left of a compiler's command line for reading headers: @files are expanded, and the flags that say where
/// headers are and what they mean are kept, as Clang writes them. C++20 unless a flag says otherwise.
[[nodiscard]] std::vector<std::string> header_reading_flags(const std::vector<std::string>& flags);

/// Reports what the user hardly meant, and tells whether there is nothing of it: flags that would be kept if they were
/// spelt right, a standard before C++20, a value that is missing. Other flags that Clang does not know are those of
/// another compiler, and no mistake.
[[nodiscard]] bool report_wrong_flags(const std::vector<std::string>& flags, Diagnostics& diagnostics);

}  // namespace tagcache::generator
