#include <iterator>
#include <tagcache/loaded.hpp>
#include <utility>

#include "option_checks.hpp"

namespace tagcache::detail {

void add_tags(LoadSettings& settings, TagSet tags) {
  if (!settings.tags) {
    settings.tags = std::move(tags);
  } else {
    settings.tags->insert(settings.tags->end(), std::make_move_iterator(tags.begin()),
                          std::make_move_iterator(tags.end()));
  }
}

void set_ttl(LoadSettings& settings, Duration ttl) { settings.ttl = not_negative("ttl", ttl); }
void set_grace(LoadSettings& settings, Duration grace) { settings.grace = not_negative("grace", grace); }
void set_validator(LoadSettings& settings, std::string text) { settings.validator = std::move(text); }

}  // namespace tagcache::detail
