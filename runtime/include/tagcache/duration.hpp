#pragma once

#include <chrono>
#include <string_view>

namespace tagcache {

/// How long an entry lives. Zero means zero, never "the default"; negative durations are refused where they are given.
using Duration = std::chrono::milliseconds;

/// Reads the text form of schemas and configuration files: digits and a unit, one of `ms`, `s`, `m`, `h`, `d`; in C++
/// code a std::chrono duration says the same and is checked by the compiler.
///
/// The whole text must match: signs, fractions, spaces, capitals and several parts (`1h30m`) are refused, and so is
/// what does not fit into 64-bit milliseconds. Throws std::invalid_argument whose message shows `text` and says what to
/// write.
[[nodiscard]] Duration parse_duration(std::string_view text);

}  // namespace tagcache
