#include "emit/cpp_options.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "emit/cpp_durations.hpp"
#include "emit/cpp_parameters.hpp"

namespace tagcache::generator {
namespace {

/// An option as C++ and as the schema write it.
struct OptionText {
  std::string expression;
  std::string words;
};

OptionText text_of(Duration duration) { return {duration_expression(duration), duration_text(duration)}; }

OptionText text_or_off(Duration duration) {
  OptionText text = text_of(duration);
  if (duration == Duration::zero()) text.words = "off";
  return text;
}

/// fmt prints the shortest text that reads as the same number.
OptionText text_of_share(double share) {
  if (share == 0) return {"0", "off"};
  const double percent = share * 100;
  // The product may be off by a last digit that nobody wrote.
  return {fmt::format("{}", share), fmt::format("{:.10g}%", percent)};
}

OptionText text_of_size(std::uint64_t bytes) {
  constexpr std::array<std::pair<std::uint64_t, std::string_view>, 3> units = {
      {{std::uint64_t{1} << 30, "GiB"}, {std::uint64_t{1} << 20, "MiB"}, {std::uint64_t{1} << 10, "KiB"}}};
  for (const auto& [size, name] : units) {
    if (bytes % size == 0) return {std::to_string(bytes), fmt::format("{}{}", bytes / size, name)};
  }
  return {std::to_string(bytes), fmt::format("{}B", bytes)};
}

OptionText text_of(const RefreshAhead& ahead) {
  if (ahead.is_probabilistic()) return {"tagcache::RefreshAhead::probabilistic", "probabilistic"};
  return text_or_off(ahead.before());
}

OptionText text_of(OnInvalidate policy) {
  if (policy == OnInvalidate::reload) return {"tagcache::OnInvalidate::reload", "reload"};
  return {"tagcache::OnInvalidate::serve_stale", "serve_stale"};
}

OptionText text_of(const Consistency& consistency) {
  if (consistency == Consistency::local) return {"tagcache::Consistency::local", "local"};
  if (consistency == Consistency::strict) return {"tagcache::Consistency::strict", "strict"};
  return text_of(consistency.staleness());
}

OptionText text_of(Layers layers) {
  if (layers == Layers::memory) return {"tagcache::Layers::memory", "memory"};
  if (layers == Layers::remote) return {"tagcache::Layers::remote", "remote"};
  return {"tagcache::Layers::all", "memory and remote"};
}

struct NamedOption {
  std::string_view name;
  OptionText text;
};

/// Those that are set, in the order in which the runtime declares them.
std::vector<NamedOption> options_set(const Options& options) {
  std::vector<NamedOption> set;
  const auto add = [&](std::string_view name, const auto& option, auto text) {
    if (option) set.push_back({name, text(*option)});
  };
  const auto word = [](const auto& value) { return text_of(value); };
  add("ttl", options.ttl, word);
  add("grace", options.grace, text_or_off);
  add("negative_ttl", options.negative_ttl, text_or_off);
  add("error_ttl", options.error_ttl, text_or_off);
  add("idle_ttl", options.idle_ttl, text_or_off);
  add("jitter", options.jitter, text_of_share);
  add("refresh_ahead", options.refresh_ahead, word);
  add("soft_timeout", options.soft_timeout, text_or_off);
  add("hard_timeout", options.hard_timeout, text_or_off);
  add("on_invalidate", options.on_invalidate, word);
  add("consistency", options.consistency, word);
  add("single_flight", options.single_flight,
      [](bool on) { return on ? OptionText{"true", "on"} : OptionText{"false", "off"}; });
  add("verify", options.verify, text_of_share);
  add("weight", options.weight, text_of_size);
  add("layers", options.layers, word);
  return set;
}

}  // namespace

std::string option_initialisers(const Options& options) {
  std::vector<std::string> texts;
  for (const NamedOption& option : options_set(options)) {
    texts.push_back(fmt::format(".{} = {}", option.name, option.text.expression));
  }
  return joined(texts);
}

std::string option_words(const Options& options) {
  std::vector<std::string> texts;
  for (const NamedOption& option : options_set(options)) {
    texts.push_back(fmt::format("{} {}", option.name, option.text.words));
  }
  return joined(texts);
}

bool has_duration(const Options& options) {
  return option_initialisers(options).find("std::chrono::") != std::string::npos;
}

}  // namespace tagcache::generator
