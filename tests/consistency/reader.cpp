#include <charconv>

#include "node.hpp"

namespace consistency {
namespace {

using tagcache::Tag;
using tagcache::wild;

constexpr std::size_t hot_rows = 8;

/// The tag of some rows is known when they are loaded only.
bool has_tag_of_result(std::size_t row) { return row % 4 == 1; }

std::string number_in(std::size_t number) { return std::to_string(number); }

/// "12:345:xxx" is version 345 of row 12; absent when it is another row.
std::optional<Version> version_in(std::string_view text, std::size_t row) {
  const std::string begin = number_in(row) + ':';
  if (!text.starts_with(begin)) return std::nullopt;
  Version version = 0;
  const char* const from = text.data() + begin.size();
  const auto read = std::from_chars(from, text.data() + text.size(), version);
  const bool is_whole = read.ec == std::errc() && read.ptr != text.data() + text.size() && *read.ptr == ':';
  return is_whole && text == value_of(row, version) ? std::optional(version) : std::nullopt;
}

}  // namespace

tagcache::Layers layers_of(std::size_t row) {
  if (row % 8 == 6) return tagcache::Layers::remote;
  if (row % 8 == 7) return tagcache::Layers::memory;
  return tagcache::Layers::all;
}

std::size_t row_by(model::Chance& chance) {
  return chance.below(static_cast<std::uint32_t>(chance.one_in(2) ? hot_rows : rows));
}
std::string key_of(std::size_t row) { return "row" + number_in(row); }
std::string value_of(std::size_t row, Version version) {
  return number_in(row) + ':' + number_in(version) + ':' + std::string(row * 8, 'x');
}
Tag group_of(std::size_t row) { return Tag("groups", wild(number_in(row % groups))); }
Tag tag_of(std::size_t row) { return Tag("groups", wild(number_in(row % groups)), "rows", wild(number_in(row))); }

void Node::keep_reading(std::uint64_t seed) {
  Chance chance(seed);
  while (!is_over()) {
    try {
      for (int i = 0; i < 20; ++i) read(chance);
    } catch (const std::exception& error) {
      ledger_.violation("a read threw: " + std::string(error.what()));
    }
    pause(std::chrono::milliseconds(1 + chance.below(4)));
  }
}

std::string Node::load(std::size_t row, Chance& chance, Mode mode) {
  ++slot_.tallies[static_cast<std::size_t>(mode)].loads;
  const Version version = ledger_.source[row].written();
  if (chance.one_in(8)) pause(std::chrono::milliseconds(chance.below(30)));  // others write meanwhile
  return value_of(row, version);
}

void Node::read(Chance& chance) {
  const std::size_t row = row_by(chance);
  const std::uint32_t by_chance = chance.below(8);
  // A strict read mends what memory holds, which would hide what it has missed: some rows have none.
  const bool is_local = row % 2 == 0 || by_chance < 4;
  const Mode mode = is_local ? Mode::local : static_cast<Mode>(by_chance < 6 ? by_chance - 3 : 3);
  const std::string key = key_of(row);
  const Tag tag = has_tag_of_result(row) ? Tag("all") : tag_of(row);
  const tagcache::QueryOptions options{.consistency = staleness[static_cast<std::size_t>(mode)],
                                       .layers = layers_of(row)};
  const std::uint32_t way = chance.below(20);
  const Version own = own_[row];
  const Version ended = ledger_.source[row].ended();
  const Version written = ledger_.source[row].written();
  const Instant begun = instant();
  if (way == 0) {
    const auto found = cache_.query<std::string>(tagcache::if_present, key, {tag}, options);
    if (found) check(row, mode, **found, begun, own, ended);
    return;
  }
  const auto loader = [&] {
    tagcache::Loaded<std::string> loaded(load(row, chance, mode));
    if (has_tag_of_result(row)) loaded.tags({tag_of(row)});
    return loaded;
  };
  if (way == 1 && chance.one_in(8)) {
    const auto forced = cache_.query<std::string>(tagcache::force_refresh, key, {tag}, loader, options);
    return check(row, mode, *forced, begun, written, ended);
  }
  check(row, mode, *cache_.query<std::string>(key, {tag}, loader, options), begun, own, ended);
}

/// What a read was handed out that began at an instant, when this process had ended all below `own`, and somebody all
/// below `ended`.
void Node::check(std::size_t row, Mode mode, std::string_view text, Instant begun, Version own, Version ended) {
  const Row& source = ledger_.source[row];
  Tally& tally = slot_.tallies[static_cast<std::size_t>(mode)];
  ++tally.reads;
  const auto version = version_in(text, row);
  const std::string what = "node " + number_in(index_) + ", row " + number_in(row) + ", " +
                           std::string(mode_names[static_cast<std::size_t>(mode)]) + ": ";
  if (!version) return ledger_.violation(what + "the value of another row, or half of one");
  if (*version > source.written()) return ledger_.violation(what + "a version that nobody wrote");
  if (*version < own) {
    return ledger_.violation(what + "version " + number_in(*version) + ", but this process ended all below " +
                             number_in(own));
  }
  if (*version >= ended) return;
  const Instant first_end = source.first_end_of(*version, begun);
  Instant due = begun;
  if (mode == Mode::local) due = attention_.horizon();
  if (mode == Mode::shorter) due -= 150'000;
  if (mode == Mode::longer) due -= 1'000'000;
  const Instant age = mode == Mode::local ? attention_.since(first_end) : begun - first_end;
  const bool is_too_old = mode == Mode::strict || *version < source.ended_before(due);
  ++tally.old;
  raise(tally.oldest, age);
  if (!is_too_old) return;
  ledger_.violation(what + "version " + number_in(*version) + ", but " + number_in(ended) +
                    " had ended it; the first " + "end returned " +
                    number_in(static_cast<std::size_t>(begun - first_end)) + " us before");
}

/// When all are quiet: what each wrote reaches each in the end, announced or not, told at once or again.
void Node::compare(std::uint32_t round) {
  for (std::size_t row = 0; row < rows; ++row) {
    Chance chance(row);
    const auto loader = [&] {
      tagcache::Loaded<std::string> loaded(value_of(row, ledger_.source[row].written()));
      if (has_tag_of_result(row)) loaded.tags({tag_of(row)});
      return loaded;
    };
    const Tag tag = has_tag_of_result(row) ? Tag("all") : tag_of(row);
    const std::string text = *cache_.query<std::string>(key_of(row), {tag}, loader, {.layers = layers_of(row)});
    const auto version = version_in(text, row);
    if (version && *version >= ledger_.source[row].settled()) continue;
    return;  // to be tried again; the driver knows for how long
  }
  compared_ = round;
  slot_.agrees = round;
}

}  // namespace consistency
