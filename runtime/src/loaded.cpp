#include <iterator>
#include <tagcache/loaded.hpp>
#include <utility>

namespace tagcache::detail {

void add_tags(LoadSettings& settings, TagSet tags) {
  if (!settings.tags) {
    settings.tags = std::move(tags);
  } else {
    settings.tags->insert(settings.tags->end(), std::make_move_iterator(tags.begin()),
                          std::make_move_iterator(tags.end()));
  }
}

}  // namespace tagcache::detail
