#include <algorithm>
#include <string_view>
#include <vector>

#include "document/written_durations.hpp"
#include "model/option_values.hpp"
#include "model/resolve_context.hpp"

namespace tagcache::generator {
namespace {

/// Reads one option after the other.
class OptionResolver {
 public:
  OptionResolver(const WrittenOptions& written, const ResolveContext& context)
      : written_(written), names_(context.durations), diagnostics_(context.diagnostics) {}

  Options resolve() {
    Options options;
    options.ttl = duration("ttl", written_.ttl);
    options.grace = duration("grace", written_.grace);
    options.negative_ttl = duration("negative_ttl", written_.negative_ttl);
    options.error_ttl = duration("error_ttl", written_.error_ttl);
    options.refresh_pause = duration("refresh_pause", written_.refresh_pause);
    options.idle_ttl = duration("idle_ttl", written_.idle_ttl);
    options.memory_ttl = duration("memory_ttl", written_.memory_ttl);
    options.jitter = share("jitter", written_.jitter);
    options.refresh_ahead = refresh_ahead();
    options.soft_timeout = duration("soft_timeout", written_.soft_timeout);
    options.hard_timeout = duration("hard_timeout", written_.hard_timeout);
    if (written_.on_invalidate) {
      options.on_invalidate = is(written_.on_invalidate, "reload") ? OnInvalidate::reload : OnInvalidate::serve_stale;
    }
    options.consistency = consistency();
    if (written_.single_flight) options.single_flight = is(written_.single_flight, "on");
    options.lease = duration("lease", written_.lease);
    options.verify = share("verify", written_.verify);
    if (written_.weight) options.weight = size_value(key("weight"), *written_.weight, diagnostics_);
    options.layers = layers();
    return options;
  }

 private:
  static const SchemaKey& key(std::string_view name) { return key_of(KeyedMap::options, name); }

  static bool is(const std::optional<Text>& written, std::string_view word) {
    return written && written->value == word;
  }

  [[nodiscard]] std::optional<Duration> duration(std::string_view name, const std::optional<Text>& written) const {
    return written ? duration_value(key(name), *written, names_, diagnostics_) : std::nullopt;
  }

  [[nodiscard]] std::optional<double> share(std::string_view name, const std::optional<Text>& written) const {
    return written ? share_value(key(name), *written, diagnostics_) : std::nullopt;
  }

  [[nodiscard]] std::optional<RefreshAhead> refresh_ahead() const {
    if (is(written_.refresh_ahead, "probabilistic")) return RefreshAhead::probabilistic;
    const std::optional<Duration> before = duration("refresh_ahead", written_.refresh_ahead);
    return before ? std::optional<RefreshAhead>(*before) : std::nullopt;
  }

  [[nodiscard]] std::optional<Consistency> consistency() const {
    if (is(written_.consistency, "local")) return Consistency::local;
    if (is(written_.consistency, "strict")) return Consistency::strict;
    const std::optional<Duration> staleness = duration("consistency", written_.consistency);
    if (!staleness) return std::nullopt;
    if (*staleness != Duration::zero()) return Consistency(*staleness);
    diagnostics_.report({"bad-choice",
                         written_.consistency->range,
                         "knowledge that is never older than 0 ms must be asked for at each read",
                         "local, strict, or how old it may be",
                         "strict",
                         {}});
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Layers> layers() const {
    if (!written_.layers) return std::nullopt;
    const std::vector<Text>& items = written_.layers->items;
    for (std::size_t index = 1; index < items.size(); ++index) {
      const auto first = std::find_if(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(index),
                                      [&](const Text& other) { return other.value == items[index].value; });
      if (first->range == items[index].range) continue;
      diagnostics_.report({"duplicate-item",
                           items[index].range,
                           "the layer '" + items[index].value + "' is listed twice",
                           "each layer once",
                           "only one of the two",
                           {{first->range, "first written here"}}});
      return std::nullopt;
    }
    if (items.size() > 1) return Layers::all;
    return items.front().value == "memory" ? Layers::memory : Layers::remote;
  }

  const WrittenOptions& written_;
  const NamedDurations& names_;
  Diagnostics& diagnostics_;
};

/// Names stand for durations, not for each other.
void refuse_name_of_name(const Text& value, const ResolveContext& context) {
  const std::vector<WrittenDuration>& all = context.document.durations;
  const auto named = std::find_if(all.begin(), all.end(),
                                  [&](const WrittenDuration& other) { return other.name.value == value.value; });
  const bool is_written_out = named != all.end() && !may_name_duration(named->value.value);
  context.diagnostics.report({"bad-duration",
                              value.range,
                              "'" + value.value + "' stands where the duration itself belongs",
                              "digits and a unit, or whole milliseconds: 250ms, 30s, 5m, 1h, 7d, 250",
                              is_written_out ? named->value.value : "30s",
                              {}});
}

}  // namespace

Options resolve_options(const WrittenOptions& written, const ResolveContext& context) {
  return OptionResolver(written, context).resolve();
}

std::map<std::string, std::string> names_of_durations(const WrittenOptions& written, const ResolveContext& context) {
  std::map<std::string, std::string> names;
  for (const auto& [option, text] : written_durations(written)) {
    if (context.durations.values.contains(text->value)) names.emplace(option, text->value);
  }
  return names;
}

void resolve_durations(ResolveContext& context) {
  const SchemaKey key{.name = "durations", .value = {"a duration", "30s"}};
  const std::vector<std::string_view>& words = words_beside_durations();
  NameRegister names(context.diagnostics);
  context.durations.complete = context.document.durations_complete;
  for (const auto& [name, value] : context.document.durations) {
    if (std::find(words.begin(), words.end(), name.value) != words.end()) {
      context.diagnostics.report({"reserved-name",
                                  name.range,
                                  "'" + name.value + "' is a word that options have already",
                                  "another name",
                                  name.value + "_time",
                                  {}});
    } else if (!is_formed_as_name(name.value)) {
      context.check_name(name, NameUse::event);
    }
    const bool is_new = names.declare(name, "the duration");
    std::optional<Duration> duration;
    if (may_name_duration(value.value)) {
      refuse_name_of_name(value, context);
    } else if (!value.value.empty()) {
      duration = duration_value(key, value, {}, context.diagnostics);
    }
    if (is_new) context.durations.values.emplace(name.value, duration);
  }
}

}  // namespace tagcache::generator
