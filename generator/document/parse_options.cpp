#include "document/parse_options.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "support/suggestion.hpp"

namespace tagcache::generator {
namespace {

std::vector<std::string> words_of(const SchemaKey& key) { return {key.words.begin(), key.words.end()}; }

/// What the author of `written` most likely means: a word that is spelt nearly so, or yes and no in other
/// words, or what a remote store is called.
std::string_view meant_word(const SchemaKey& key, const std::string& written) {
  const auto allows = [&](std::string_view word) {
    return std::find(key.words.begin(), key.words.end(), word) != key.words.end();
  };
  constexpr std::string_view yes[] = {"yes", "true", "1", "True", "TRUE", "Yes", "on", "On", "ON"};
  constexpr std::string_view no[] = {"no", "false", "0", "False", "FALSE", "No", "off", "Off", "OFF", "none"};
  for (const std::string_view word : {"on", "true"}) {
    if (allows(word) && std::find(std::begin(yes), std::end(yes), written) != std::end(yes)) return word;
  }
  for (const std::string_view word : {"off", "false"}) {
    if (allows(word) && std::find(std::begin(no), std::end(no), written) != std::end(no)) return word;
  }
  constexpr std::string_view remote[] = {"redis", "Redis", "valkey", "shared", "distributed", "l2", "L2"};
  if (allows("remote") && std::find(std::begin(remote), std::end(remote), written) != std::end(remote)) return "remote";
  const std::optional<std::string> near = nearest(written, words_of(key));
  const auto word = std::find(key.words.begin(), key.words.end(), near.value_or(std::string()));
  return word == key.words.end() ? std::string_view() : *word;
}

}  // namespace

std::optional<Text> word_of(const SchemaKey& key, const Wanted& wanted, const YamlNode& node,
                            Diagnostics& diagnostics) {
  std::optional<Text> text = text_of(node, wanted, diagnostics);
  if (!text) return text;
  if (std::find(key.words.begin(), key.words.end(), text->value) != key.words.end()) {
    if (key.kind == ValueKind::toggle && text->value == "true") text->value = "on";
    if (key.kind == ValueKind::toggle && text->value == "false") text->value = "off";
    return text;
  }
  const std::string_view meant = meant_word(key, text->value);
  diagnostics.report({"bad-choice",
                      text->range,
                      "'" + text->value + "' is no value of " + std::string(key.name),
                      "one of: " + listed(words_of(key)),
                      std::string(meant.empty() ? wanted.example : meant),
                      {}});
  return std::nullopt;
}

namespace {

std::optional<WrittenLayers> parse_layers(const SchemaKey& key, const YamlEntry& entry, Diagnostics& diagnostics) {
  if (!is_list(entry.value, key.value, diagnostics)) return std::nullopt;
  WrittenLayers layers{{}, entry.key.range};
  for (const YamlNode& item : entry.value.items) {
    std::optional<Text> word = word_of(key, key.item, item, diagnostics);
    if (word) layers.items.push_back(std::move(*word));
  }
  if (entry.value.items.empty()) {
    diagnostics.report({"bad-choice",
                        entry.value.range,
                        "an entry that no layer keeps",
                        "at least one of: " + listed(words_of(key)),
                        "[memory]; ttl: 0 for a query whose results are not kept",
                        {}});
  }
  return layers.items.empty() ? std::nullopt : std::optional(std::move(layers));
}

}  // namespace

std::vector<KeyReader> option_readers(WrittenOptions& options, Diagnostics& diagnostics) {
  const auto text = [&](std::string_view name, std::optional<Text>& option) {
    return KeyReader{name, [&](const SchemaKey& key, const YamlEntry& entry) {
                       option = text_of(entry.value, key.value, diagnostics);
                     }};
  };
  const auto word = [&](std::string_view name, std::optional<Text>& option) {
    return KeyReader{name, [&](const SchemaKey& key, const YamlEntry& entry) {
                       option = word_of(key, key.value, entry.value, diagnostics);
                     }};
  };
  return {text("ttl", options.ttl),
          text("grace", options.grace),
          text("negative_ttl", options.negative_ttl),
          text("error_ttl", options.error_ttl),
          text("refresh_pause", options.refresh_pause),
          text("idle_ttl", options.idle_ttl),
          text("memory_ttl", options.memory_ttl),
          text("jitter", options.jitter),
          text("refresh_ahead", options.refresh_ahead),
          text("soft_timeout", options.soft_timeout),
          text("hard_timeout", options.hard_timeout),
          word("on_invalidate", options.on_invalidate),
          text("consistency", options.consistency),
          word("single_flight", options.single_flight),
          text("lease", options.lease),
          text("verify", options.verify),
          text("weight", options.weight),
          {"layers", [&](const SchemaKey& key, const YamlEntry& entry) {
             options.layers = parse_layers(key, entry, diagnostics);
           }}};
}

void parse_defaults(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics) {
  if (!is_map(node, key.value, diagnostics)) return;
  read_keys(node, "defaults", KeyedMap::options, option_readers(document.defaults, diagnostics), diagnostics);
}

void parse_durations(const SchemaKey& key, const YamlNode& node, SchemaDocument& document, Diagnostics& diagnostics) {
  if (!is_map(node, key.value, diagnostics)) {
    document.durations_complete = false;
    return;
  }
  for (const YamlEntry& entry : node.entries) {
    if (is_extension(entry.key.text)) continue;
    std::optional<Text> value = text_of(entry.value, key.item, diagnostics);
    document.durations.push_back({{entry.key.text, entry.key.range}, std::move(value).value_or(Text{})});
  }
}

}  // namespace tagcache::generator
