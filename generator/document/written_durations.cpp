#include "document/written_durations.hpp"

#include <optional>

namespace tagcache::generator {

std::vector<std::pair<std::string_view, const Text*>> written_durations(const WrittenOptions& options) {
  const std::pair<std::string_view, const std::optional<Text>&> all[] = {{"ttl", options.ttl},
                                                                         {"grace", options.grace},
                                                                         {"negative_ttl", options.negative_ttl},
                                                                         {"error_ttl", options.error_ttl},
                                                                         {"refresh_pause", options.refresh_pause},
                                                                         {"idle_ttl", options.idle_ttl},
                                                                         {"memory_ttl", options.memory_ttl},
                                                                         {"refresh_ahead", options.refresh_ahead},
                                                                         {"soft_timeout", options.soft_timeout},
                                                                         {"hard_timeout", options.hard_timeout},
                                                                         {"consistency", options.consistency},
                                                                         {"lease", options.lease}};
  std::vector<std::pair<std::string_view, const Text*>> written;
  for (const auto& [name, text] : all) {
    if (text) written.emplace_back(name, &*text);
  }
  return written;
}

}  // namespace tagcache::generator
