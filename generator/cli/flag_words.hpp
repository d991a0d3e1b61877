#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tagcache::generator {

/// The flags on one line of a flags file. A line is one flag, blanks and quotes included, as CMake knows it; behind
/// `SHELL:` it is words as a shell would take them apart.
[[nodiscard]] std::vector<std::string> flag_words(std::string_view line);

}  // namespace tagcache::generator
