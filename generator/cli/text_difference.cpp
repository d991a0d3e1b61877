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

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// The lines as they are seen: without a byte order mark, and without the carriage returns of line ends.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::size_t carriage_returns(std::string_view text) {
  std::size_t count = text.ends_with('\r') ? 1 : 0;
  for (std::size_t place = text.find("\r\n"); place != std::string_view::npos; place = text.find("\r\n", place + 2))
    ++count;
  return count;
}

/// What differs and stands in no line that could be shown.
std::string unseen_difference(std::string_view before, std::string_view after) {
  std::string text;
  if (before.starts_with(byte_order_mark) && !after.starts_with(byte_order_mark))
    text += "      - a byte order mark in front of line 1\n";
  const std::size_t surplus = carriage_returns(before) - std::min(carriage_returns(before), carriage_returns(after));
  if (surplus != 0) text += "      - carriage returns at the ends of lines: " + std::to_string(surplus) + '\n';
  if (!before.ends_with('\n') && after.ends_with('\n')) text += "      + a line break behind the last line\n";
  return text;
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
  const std::size_t blanks = line.find_last_not_of(" \t") + 1;
  text.append(line.substr(0, blanks));
  for (std::size_t place = blanks; place < line.size(); ++place) text += "·";
  text += '\n';
}

}  // namespace

std::string text_difference(std::string_view before, std::string_view after) {
  const std::vector<std::string_view> old_lines = lines_of(before);
  const std::vector<std::string_view> new_lines = lines_of(after);
  const bool too_many = old_lines.size() * new_lines.size() > most_pairs;
  const CommonLines common(too_many ? Lines() : Lines(old_lines), too_many ? Lines() : Lines(new_lines));
  std::string text = unseen_difference(before, after);
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
