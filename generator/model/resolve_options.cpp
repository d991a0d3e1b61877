#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <tagcache/duration.hpp>

#include "model/resolve_context.hpp"

namespace tagcache::generator {
namespace {

bool is_number(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](unsigned char letter) { return std::isdigit(letter) != 0; });
}

/// A bare number is whole milliseconds; everything else has a unit. Throws std::invalid_argument.
Milliseconds duration_of(const std::string& text) { return parse_duration(is_number(text) ? text + "ms" : text); }

/// `text` without blanks and in lower case, when that makes it a duration.
std::string cure_for(const std::string& text) {
  std::string cure;
  for (const char letter : text) {
    if (letter != ' ') cure += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  try {
    static_cast<void>(duration_of(cure));
    return cure;
  } catch (const std::invalid_argument&) {
    return "30s";
  }
}

std::optional<Milliseconds> resolve_duration(const std::optional<Text>& written, Diagnostics& diagnostics) {
  if (!written) return std::nullopt;
  try {
    return duration_of(written->value);
  } catch (const std::invalid_argument& error) {
    diagnostics.report({"bad-duration",
                        written->range,
                        error.what(),
                        "digits and a unit, or whole milliseconds: 250ms, 30s, 5m, 1h, 7d, 250",
                        cure_for(written->value),
                        {}});
    return std::nullopt;
  }
}

}  // namespace

Options resolve_options(const WrittenOptions& written, Diagnostics& diagnostics) {
  Options options;
  options.ttl = resolve_duration(written.ttl, diagnostics);
  const bool grace_is_off = written.grace && written.grace->value == "off";
  options.grace = grace_is_off ? Milliseconds(0) : resolve_duration(written.grace, diagnostics);
  return options;
}

}  // namespace tagcache::generator
