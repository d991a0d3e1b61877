#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace shop {

/// Colours, where there are any.
struct Style {
  bool colour = false;

  [[nodiscard]] std::string strong(std::string_view text) const { return in("1", text); }
  [[nodiscard]] std::string faint(std::string_view text) const { return in("2", text); }
  [[nodiscard]] std::string good(std::string_view text) const { return in("32", text); }
  [[nodiscard]] std::string middling(std::string_view text) const { return in("33", text); }
  [[nodiscard]] std::string bad(std::string_view text) const { return in("31;1", text); }
  [[nodiscard]] std::string in(std::string_view code, std::string_view text) const {
    return colour ? "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m" : std::string(text);
  }
};

/// Blanks in front of a text or behind it, so that it takes so many columns. The text has no colours yet.
[[nodiscard]] std::string right(std::string_view text, std::size_t columns);
[[nodiscard]] std::string left(std::string_view text, std::size_t columns);

/// `63 436`.
[[nodiscard]] std::string grouped(std::uint64_t number);
/// `98.7 %`; a dot for nothing.
[[nodiscard]] std::string share(std::uint64_t part, std::uint64_t whole);
/// `0.41 ms`, `37 ms`, `1.2 s`; a dot for nothing.
[[nodiscard]] std::string time(std::chrono::nanoseconds time);

}  // namespace shop
