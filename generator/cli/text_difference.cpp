#include "cli/text_difference.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace tagcache::generator {
namespace {

using Lines = std::span<const std::string_view>;

/// Beyond this many pairs of lines, all of them count as changed: the table of the search would not fit.
constexpr std::size_t most_pairs = 4'000'000;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// For each pair of ends, how many lines the rests have in common, in order.
class CommonLines {
 public:
  CommonLines(Lines before, Lines after) : width_(after.size() + 1), counts_((before.size() + 1) * width_) {
    for (std::size_t old = before.size(); old-- > 0;) {
      for (std::size_t now = after.size(); now-- > 0;) {
        counts_[old * width_ + now] =
            before[old] == after[now] ? at(old + 1, now + 1) + 1 : std::max(at(old + 1, now), at(old, now + 1));
      }
    }
  }
  [[nodiscard]] std::size_t at(std::size_t old, std::size_t now) const { return counts_[old * width_ + now]; }

 private:
  std::size_t width_;
  std::vector<std::size_t> counts_;
};

void print(std::string& text, std::size_t number, char sign, std::string_view line) {
  std::string digits = std::to_string(number);
  text += std::string(digits.size() < 5 ? 5 - digits.size() : 0, ' ') + digits + ' ' + sign + ' ';
  text.append(line).append("\n");
}

}  // namespace

std::string text_difference(std::string_view before, std::string_view after) {
  const std::vector<std::string_view> old_lines = lines_of(before);
  const std::vector<std::string_view> new_lines = lines_of(after);
  const bool too_many = old_lines.size() * new_lines.size() > most_pairs;
  const CommonLines common(too_many ? Lines() : Lines(old_lines), too_many ? Lines() : Lines(new_lines));
  std::string text;
  std::size_t old = 0;
  std::size_t now = 0;
  while (old < old_lines.size() || now < new_lines.size()) {
    const bool both = old < old_lines.size() && now < new_lines.size();
    if (both && old_lines[old] == new_lines[now]) {
      ++old;
      ++now;
    } else if (now == new_lines.size() || (both && (too_many || common.at(old + 1, now) >= common.at(old, now + 1)))) {
      print(text, old + 1, '-', old_lines[old]);
      ++old;
    } else {
      print(text, now + 1, '+', new_lines[now]);
      ++now;
    }
  }
  return text;
}

}  // namespace tagcache::generator
