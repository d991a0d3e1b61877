#include "model/option_words.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <utility>

#include "model/duration_text.hpp"

namespace tagcache::generator {
namespace {

std::string text_or_off(Duration duration) { return duration == Duration::zero() ? "off" : duration_text(duration); }

std::string text_of_share(double share) {
  // The product may be off by a last digit that nobody wrote.
  return share == 0 ? "off" : fmt::format("{:.10g}%", share * 100);
}

std::string text_of_size(std::uint64_t bytes) {
  constexpr std::array<std::pair<std::uint64_t, std::string_view>, 3> units = {
      {{std::uint64_t{1} << 30, "GiB"}, {std::uint64_t{1} << 20, "MiB"}, {std::uint64_t{1} << 10, "KiB"}}};
  for (const auto& [size, name] : units) {
    if (bytes % size == 0) return fmt::format("{}{}", bytes / size, name);
  }
  return fmt::format("{}B", bytes);
}

std::string text_of(const RefreshAhead& ahead) {
  return ahead.is_probabilistic() ? "probabilistic" : text_or_off(ahead.before());
}

std::string text_of(OnInvalidate policy) { return policy == OnInvalidate::reload ? "reload" : "serve_stale"; }

std::string text_of(const Consistency& consistency) {
  if (consistency == Consistency::local) return "local";
  if (consistency == Consistency::strict) return "strict";
  return duration_text(consistency.staleness());
}

std::string text_of(Layers layers) {
  if (layers == Layers::memory) return "memory";
  return layers == Layers::remote ? "remote" : "memory and remote";
}

}  // namespace

std::vector<OptionWords> option_words(const Options& options) {
  std::vector<OptionWords> set;
  const auto add = [&](std::string_view name, const auto& option, auto text) {
    if (option) set.push_back({name, text(*option)});
  };
  const auto word = [](const auto& value) { return text_of(value); };
  add("ttl", options.ttl, duration_text);
  add("grace", options.grace, text_or_off);
  add("negative_ttl", options.negative_ttl, text_or_off);
  add("error_ttl", options.error_ttl, text_or_off);
  add("refresh_pause", options.refresh_pause, text_or_off);
  add("idle_ttl", options.idle_ttl, text_or_off);
  add("memory_ttl", options.memory_ttl, duration_text);
  add("jitter", options.jitter, text_of_share);
  add("refresh_ahead", options.refresh_ahead, word);
  add("soft_timeout", options.soft_timeout, text_or_off);
  add("hard_timeout", options.hard_timeout, text_or_off);
  add("on_invalidate", options.on_invalidate, word);
  add("consistency", options.consistency, word);
  add("single_flight", options.single_flight, [](bool on) -> std::string { return on ? "on" : "off"; });
  add("lease", options.lease, text_or_off);
  add("verify", options.verify, text_of_share);
  add("weight", options.weight, text_of_size);
  add("layers", options.layers, word);
  return set;
}

}  // namespace tagcache::generator
