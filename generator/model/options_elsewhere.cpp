#include "model/options_elsewhere.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tagcache::generator {

bool can_be_absent(const std::string& canonical) {
  constexpr std::array<std::string_view, 3> templates = {"std::optional<", "std::unique_ptr<", "std::shared_ptr<"};
  return std::any_of(templates.begin(), templates.end(),
                     [&](std::string_view name) { return canonical.starts_with(name); });
}

bool refreshes_ahead(const std::optional<RefreshAhead>& ahead) {
  return ahead && (ahead->is_probabilistic() || ahead->before() != Duration::zero());
}

void OptionsElsewhere::add(const WrittenOptions& written, const Options& values) {
  const auto is_on = [](const auto& option) { return option && *option != Duration::zero(); };
  ttl = ttl || written.ttl;
  negative_ttl = negative_ttl || is_on(values.negative_ttl);
  grace = grace || is_on(values.grace);
  error_ttl = error_ttl || written.error_ttl;
  refresh_ahead = refresh_ahead || refreshes_ahead(values.refresh_ahead);
  jitter = jitter || (values.jitter && *values.jitter > 0);
  layers = layers || written.layers;
  single_flight = single_flight || written.single_flight;
}

}  // namespace tagcache::generator
