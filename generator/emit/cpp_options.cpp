#include "emit/cpp_options.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "emit/cpp_durations.hpp"
#include "emit/cpp_parameters.hpp"
#include "model/option_words.hpp"

namespace tagcache::generator {
namespace {

/// fmt prints the shortest text that reads as the same number.
std::string expression_of_share(double share) { return fmt::format("{}", share); }

std::string expression_of(Duration duration) { return duration_expression(duration); }

std::string expression_of(const RefreshAhead& ahead) {
  if (ahead.is_probabilistic()) return "::tagcache::RefreshAhead::probabilistic";
  return duration_expression(ahead.before());
}

std::string expression_of(OnInvalidate policy) {
  return policy == OnInvalidate::reload ? "::tagcache::OnInvalidate::reload" : "::tagcache::OnInvalidate::serve_stale";
}

std::string expression_of(const Consistency& consistency) {
  if (consistency == Consistency::local) return "::tagcache::Consistency::local";
  if (consistency == Consistency::strict) return "::tagcache::Consistency::strict";
  return duration_expression(consistency.staleness());
}

std::string expression_of(bool on) { return on ? "true" : "false"; }

std::string expression_of(std::uint64_t bytes) { return std::to_string(bytes); }

std::string expression_of(Layers layers) {
  if (layers == Layers::memory) return "::tagcache::Layers::memory";
  return layers == Layers::remote ? "::tagcache::Layers::remote" : "::tagcache::Layers::all";
}

}  // namespace

std::string option_initialisers(const Options& options) {
  std::vector<std::string> texts;
  const auto add = [&](std::string_view name, const auto& option) {
    if (option) texts.push_back(fmt::format(".{} = {}", name, expression_of(*option)));
  };
  const auto add_share = [&](std::string_view name, const std::optional<double>& option) {
    if (option) texts.push_back(fmt::format(".{} = {}", name, expression_of_share(*option)));
  };
  add("ttl", options.ttl);
  add("grace", options.grace);
  add("negative_ttl", options.negative_ttl);
  add("error_ttl", options.error_ttl);
  add("refresh_pause", options.refresh_pause);
  add("idle_ttl", options.idle_ttl);
  add("memory_ttl", options.memory_ttl);
  add_share("jitter", options.jitter);
  add("refresh_ahead", options.refresh_ahead);
  add("soft_timeout", options.soft_timeout);
  add("hard_timeout", options.hard_timeout);
  add("on_invalidate", options.on_invalidate);
  add("consistency", options.consistency);
  add("single_flight", options.single_flight);
  add("lease", options.lease);
  add_share("verify", options.verify);
  add("weight", options.weight);
  add("layers", options.layers);
  return joined(texts);
}

std::string option_comment(const Options& options, const std::map<std::string, std::string>& names) {
  std::vector<std::string> texts;
  for (const OptionWords& option : option_words(options)) {
    const auto name = names.find(std::string(option.name));
    texts.push_back(name == names.end() ? fmt::format("{} {}", option.name, option.words)
                                        : fmt::format("{} {} ({})", option.name, name->second, option.words));
  }
  return joined(texts);
}

bool has_duration(const Options& options) {
  return option_initialisers(options).find("std::chrono::") != std::string::npos;
}

}  // namespace tagcache::generator
