#pragma once

#include <string>
#include <vector>

namespace tagcache::generator {

/// What is left of a compiler's command line for reading headers: @files are expanded; the compiler's own name, inputs,
/// outputs, dependency files, warnings, and whatever Clang does not know are dropped. C++20 unless a flag says
/// otherwise.
[[nodiscard]] std::vector<std::string> header_reading_flags(const std::vector<std::string>& flags);

}  // namespace tagcache::generator
