#pragma once

#include <optional>
#include <string>

namespace tagcache::generator {

/// Where the machine that built this program had Clang's own headers; empty when that was not known.
[[nodiscard]] std::string resource_directory_of_build();

/// Where Clang's own headers (stddef.h and the like) are: `wished` if not empty, else the directory known from the
/// build, else what lies beside the Clang library or where distributions put it. Empty when no directory has the
/// headers.
[[nodiscard]] std::optional<std::string> resource_directory(
    const std::string& wished, const std::string& known_from_build = resource_directory_of_build());

/// The package that has these headers on Debian and Ubuntu, for messages.
[[nodiscard]] std::string resource_package();

}  // namespace tagcache::generator
