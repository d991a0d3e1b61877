#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tagcache/duration.hpp>

#include "document/schema_keys.hpp"
#include "support/diagnostics.hpp"

/// Reads the values of options. `key` is their row in the table of keys: its words name what else may stand there, and
/// `off`, where it is one of them, is zero. Empty when an error was reported.
namespace tagcache::generator {

/// What a schema has below `durations`.
struct NamedDurations {
  std::map<std::string, std::optional<Duration>, std::less<>> values;  ///< absent: none could be read, as was reported
  bool complete = true;                                                ///< false: names are missing here
};

/// Whether `text` can be such a name: it is formed as one, and no word that stands where a duration may.
[[nodiscard]] bool may_name_duration(std::string_view text);

/// `30s`, `off`, or one of `names`; a bare number is whole milliseconds.
[[nodiscard]] std::optional<Duration> duration_value(const SchemaKey& key, const Text& written,
                                                     const NamedDurations& names, Diagnostics& diagnostics);

/// `12.5%` as 0.125.
[[nodiscard]] std::optional<double> share_value(const SchemaKey& key, const Text& written, Diagnostics& diagnostics);

/// `2KiB` as 2048; a bare number is bytes. Never zero.
[[nodiscard]] std::optional<std::uint64_t> size_value(const SchemaKey& key, const Text& written,
                                                      Diagnostics& diagnostics);

}  // namespace tagcache::generator
