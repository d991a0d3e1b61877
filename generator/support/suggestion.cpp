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

/// Letters to add, drop, change or swap with their neighbour to get from one text to the other. Made for many
/// candidates: what cannot be below the limit is not looked at.
class EditDistance {
 public:
  explicit EditDistance(std::string from) : from_(std::move(from)) {}

  /// The distance to `to`, or `limit` when it is not less.
  std::size_t below(std::size_t limit, std::string_view to) {
    const std::size_t difference = std::max(from_.size(), to.size()) - std::min(from_.size(), to.size());
    if (difference >= limit) return limit;
    for (std::vector<std::size_t>* const row : {&before_, &above_, &row_}) row->assign(to.size() + 1, limit);
    for (std::size_t column = 0; column <= std::min(to.size(), limit); ++column) row_[column] = column;
    for (std::size_t line = 1; line <= from_.size(); ++line) {
      std::swap(before_, above_);
      std::swap(above_, row_);
      if (fill_row(line, to, limit) >= limit) return limit;
    }
    return std::min(row_[to.size()], limit);
  }

 private:
  /// Only cells near the diagonal can be below the limit. Returns the least of the row.
  std::size_t fill_row(std::size_t line, std::string_view to, std::size_t limit) {
    const std::size_t first = line > limit ? line - limit : 1;
    const std::size_t last = std::min(to.size(), line + limit);
    row_[first - 1] = first == 1 ? line : limit;
    std::size_t least = row_[first - 1];
    for (std::size_t column = first; column <= last; ++column) {
      const std::size_t change = from_[line - 1] == to[column - 1] ? 0 : 1;
      row_[column] = std::min({above_[column] + 1, row_[column - 1] + 1, above_[column - 1] + change});
      const bool swapped =
          line > 1 && column > 1 && from_[line - 1] == to[column - 2] && from_[line - 2] == to[column - 1];
      if (swapped) row_[column] = std::min(row_[column], before_[column - 2] + 1);
      least = std::min(least, row_[column]);
    }
    return least;
  }

  std::string from_;
  std::vector<std::size_t> before_;
  std::vector<std::size_t> above_;
  std::vector<std::size_t> row_;
};

}  // namespace

std::optional<std::string> nearest(std::string_view written, std::span<const std::string> candidates) {
  EditDistance distance_to(lower_case(written));
  const std::string* best = nullptr;
  std::size_t limit = std::max<std::size_t>(1, written.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t below = std::min(limit, candidate.size());
    const std::size_t distance = distance_to.below(below, lower_case(candidate));
    if (distance >= below) continue;
    limit = distance;
    best = &candidate;
  }
  return best == nullptr ? std::nullopt : std::optional(*best);
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
