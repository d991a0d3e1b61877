#include "document/meant_key.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

struct OtherWord {
  std::string_view word;
  std::string_view key;
};

/// What other tools and other languages call these things. One word may stand for keys of several maps.
constexpr std::array other_words = {
    OtherWord{"name", "cache"},
    OtherWord{"class", "cache"},
    OtherWord{"cache_name", "cache"},
    OtherWord{"class_name", "cache"},
    OtherWord{"package", "namespace"},
    OtherWord{"header", "include"},
    OtherWord{"headers", "include"},
    OtherWord{"import", "include"},
    OtherWord{"imports", "include"},
    OtherWord{"uses", "include"},
    OtherWord{"options", "defaults"},
    OtherWord{"settings", "defaults"},
    OtherWord{"coroutines", "async"},
    OtherWord{"identifiers", "ids"},
    OtherWord{"query", "queries"},
    OtherWord{"reads", "queries"},
    OtherWord{"methods", "queries"},
    OtherWord{"functions", "queries"},
    OtherWord{"writes", "mutations"},
    OtherWord{"commands", "mutations"},
    OtherWord{"updates", "mutations"},
    OtherWord{"entity", "resources"},
    OtherWord{"entities", "resources"},
    OtherWord{"comment", "doc"},
    OtherWord{"description", "doc"},
    OtherWord{"documentation", "doc"},
    OtherWord{"summary", "doc"},
    OtherWord{"ignore", "allow"},
    OtherWord{"suppress", "allow"},
    OtherWord{"arguments", "args"},
    OtherWord{"parameters", "args"},
    OtherWord{"params", "args"},
    OtherWord{"result", "returns"},
    OtherWord{"return_type", "returns"},
    OtherWord{"type", "returns"},
    OtherWord{"value", "returns"},
    OtherWord{"result_tags", "tags_from_result"},
    OtherWord{"condition", "cache_if"},
    OtherWord{"when", "cache_if"},
    OtherWord{"batch", "many"},
    OtherWord{"bulk", "many"},
    OtherWord{"clears", "invalidates"},
    OtherWord{"evicts", "invalidates"},
    OtherWord{"purges", "invalidates"},
    OtherWord{"refresh", "recache"},
    OtherWord{"refreshes", "recache"},
    OtherWord{"reload", "recache"},
    OtherWord{"reloads", "recache"},
    OtherWord{"warm", "recache"},
    OtherWord{"warms", "recache"},
    OtherWord{"expires", "ttl"},
    OtherWord{"expiry", "ttl"},
    OtherWord{"lifetime", "ttl"},
    OtherWord{"max_age", "ttl"},
    OtherWord{"stale_while_revalidate", "grace"},
    OtherWord{"stale_if_error", "grace"},
    OtherWord{"timeout", "hard_timeout"},
    OtherWord{"coalesce", "single_flight"},
    OtherWord{"cost", "weight"},
    OtherWord{"size", "weight"},
    OtherWord{"stores", "layers"},
    OtherWord{"tiers", "layers"},
};

/// `Max-Age` -> `max_age`.
std::string as_key(std::string_view written) {
  std::string key;
  for (const char letter : written) {
    key += letter == '-' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return key;
}

}  // namespace

std::optional<std::string> meant_key(std::string_view written, std::span<const std::string> known) {
  const std::string word = as_key(written);
  for (const OtherWord& other : other_words) {
    const bool is_here = std::find(known.begin(), known.end(), other.key) != known.end();
    if (other.word == word && is_here) return std::string(other.key);
  }
  return nearest(written, known);
}

}  // namespace tagcache::generator
