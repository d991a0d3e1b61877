#pragma once

#include <string>
#include <string_view>

#include "cli/command_table.hpp"

namespace tagcache::generator {

/// `tagcache generate [options] SCHEMA [-- FLAG...]`
[[nodiscard]] std::string synopsis(const Command& command);

/// `-h, --help`, `--out FOLDER`
[[nodiscard]] std::string usage(const Option& option);

/// The summary with the values that are allowed and the default.
[[nodiscard]] std::string explanation(const Option& option);

/// `text` in lines of at most `width`, each behind the first set `indentation` in.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indentation, std::size_t width = 100);

/// What `--version` says: release, contract, and what is built in.
[[nodiscard]] std::string version_text();

/// Each prints to the standard output.
ExitCode print_help();
ExitCode print_help(const Command& command);
ExitCode print_version();

}  // namespace tagcache::generator
