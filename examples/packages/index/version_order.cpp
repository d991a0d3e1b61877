#include "index/version_order.hpp"

#include <cctype>

namespace catalogue {
namespace {

struct Version {
  std::string_view epoch = "0";
  std::string_view upstream;
  std::string_view revision = "0";
};

Version split(std::string_view text) {
  Version version;
  if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    version.epoch = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (const auto dash = text.rfind('-'); dash != std::string_view::npos) {
    version.revision = text.substr(dash + 1);
    text = text.substr(0, dash);
  }
  version.upstream = text;
  return version;
}

bool is_digit(char character) { return std::isdigit(static_cast<unsigned char>(character)) != 0; }

/// `~` sorts before the end of the text, the end before letters, letters before the rest.
int rank(std::string_view text) {
  if (text.empty() || is_digit(text.front())) return 0;
  if (text.front() == '~') return -1;
  const auto character = static_cast<unsigned char>(text.front());
  return std::isalpha(character) != 0 ? character : character + 256;
}

std::string_view take_number(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  std::string_view number = text.substr(0, end);
  text.remove_prefix(end);
  while (!number.empty() && number.front() == '0') number.remove_prefix(1);
  return number;
}

std::strong_ordering order_numbers(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return left.size() <=> right.size();
  return left.compare(right) <=> 0;
}

/// Compares runs of other characters and runs of digits in turn.
std::strong_ordering order_parts(std::string_view left, std::string_view right) {
  while (!left.empty() || !right.empty()) {
    while ((!left.empty() && !is_digit(left.front())) || (!right.empty() && !is_digit(right.front()))) {
      const auto order = rank(left) <=> rank(right);
      if (order != 0) return order;
      if (!left.empty()) left.remove_prefix(1);
      if (!right.empty()) right.remove_prefix(1);
    }
    const auto order = order_numbers(take_number(left), take_number(right));
    if (order != 0) return order;
  }
  return std::strong_ordering::equal;
}

}  // namespace

std::strong_ordering order_versions(std::string_view left, std::string_view right) {
  const Version first = split(left);
  const Version second = split(right);
  if (const auto order = order_parts(first.epoch, second.epoch); order != 0) return order;
  if (const auto order = order_parts(first.upstream, second.upstream); order != 0) return order;
  return order_parts(first.revision, second.revision);
}

}  // namespace catalogue
