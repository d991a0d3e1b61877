#include "support/suggestion.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <utility>
#include <vector>

namespace tagcache::generator {
namespace {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return lower;
}

/// Letters to add, drop, change or swap with their neighbour to get from one text to the other.
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> before(to.size() + 1);
  std::vector<std::size_t> above(to.size() + 1);
  std::vector<std::size_t> row(to.size() + 1);
  for (std::size_t column = 0; column <= to.size(); ++column) row[column] = column;
  for (std::size_t line = 1; line <= from.size(); ++line) {
    before = std::exchange(above, row);
    row[0] = line;
    for (std::size_t column = 1; column <= to.size(); ++column) {
      const std::size_t change = from[line - 1] == to[column - 1] ? 0 : 1;
      row[column] = std::min({above[column] + 1, row[column - 1] + 1, above[column - 1] + change});
      const bool swapped =
          line > 1 && column > 1 && from[line - 1] == to[column - 2] && from[line - 2] == to[column - 1];
      if (swapped) row[column] = std::min(row[column], before[column - 2] + 1);
    }
  }
  return row[to.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view written, std::span<const std::string> candidates) {
  const std::string wanted = lower_case(written);
  std::optional<std::string> best;
  std::size_t best_distance = std::max<std::size_t>(1, written.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, lower_case(candidate));
    if (distance >= best_distance || distance >= candidate.size()) continue;
    best_distance = distance;
    best = candidate;
  }
  return best;
}

std::string did_you_mean(std::string_view written, std::span<const std::string> candidates) {
  const std::optional<std::string> candidate = nearest(written, candidates);
  return candidate ? "; did you mean '" + *candidate + "'?" : std::string();
}

std::string one_of(std::string_view things, std::span<const std::string> names) {
  const std::string all = "one of the " + std::string(things);
  return names.empty() ? all + ", of which there are none" : all + ": " + listed(names);
}

std::string listed(std::span<const std::string> names) { return listed(names, names.size()); }

std::string listed(std::span<const std::string> first, std::size_t count) {
  if (first.empty()) return "none";
  std::string text;
  for (const std::string& name : first.first(std::min(first.size(), most_listed))) {
    text += (text.empty() ? "" : ", ") + name;
  }
  if (count > most_listed) text += " and " + std::to_string(count - most_listed) + " more";
  return text;
}

}  // namespace tagcache::generator
