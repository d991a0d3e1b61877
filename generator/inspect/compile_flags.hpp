#pragma once

#include <string>
#include <vector>

namespace tagcache::generator {

/// What is left of a compiler's command line for reading headers: @files are expanded, and the flags that say where
/// headers are and what they mean are kept, as Clang writes them. C++20 unless a flag says otherwise.
[[nodiscard]] std::vector<std::string> header_reading_flags(const std::vector<std::string>& flags);

}  // namespace tagcache::generator
