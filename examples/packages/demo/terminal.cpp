#include "demo/terminal.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace catalogue {
namespace {

constexpr std::size_t bar_width = 24;
constexpr std::size_t label_width = 30;

/// Columns that `text` takes: bytes, without those that continue a UTF-8 character.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](unsigned char byte) { return (byte & 0xC0U) != 0x80U; }));
}

std::string padded(std::string_view text, std::size_t columns, bool left) {
  const std::string blanks(columns - std::min(columns, width(text)), ' ');
  return left ? std::string(text) + blanks : blanks + std::string(text);
}

std::string bar(double share) {
  const auto filled = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(bar_width));
  std::string text;
  for (std::size_t place = 0; place < bar_width; ++place) text += place < filled ? "█" : "░";
  return text;
}

std::string decimals(const char* format, double number) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, number);
  return text.data();
}

}  // namespace

Terminal::Terminal() : moving_(isatty(STDOUT_FILENO) == 1), colour_(false) {
  const char* no_colour = std::getenv("NO_COLOR");
  colour_ = moving_ && (no_colour == nullptr || *no_colour == '\0');
}

void Terminal::title(std::string_view text) { std::cout << '\n' << strong(text) << std::endl; }

void Terminal::line(std::string_view text) { std::cout << "  " << text << std::endl; }

void Terminal::progress(std::string_view label, double share, std::string_view detail) {
  constexpr auto between_frames = std::chrono::milliseconds(50);
  const bool last = share >= 1;
  if (!last && !moving_) return;
  const auto now = std::chrono::steady_clock::now();
  if (!last && now - shown_at_ < between_frames) return;
  shown_at_ = now;
  if (moving_) std::cout << "\r\033[K";
  std::cout << "  " << padded(label, label_width, true) << (moving_ ? good(bar(share)) + "  " : "") << detail;
  if (last) std::cout << '\n';
  std::cout << std::flush;
}

void Terminal::table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> columns;
  for (const auto& row : rows) {
    columns.resize(std::max(columns.size(), row.size()));
    for (std::size_t place = 0; place < row.size(); ++place) {
      columns[place] = std::max(columns[place], width(row[place]));
    }
  }
  for (const auto& row : rows) {
    std::string text;
    for (std::size_t place = 0; place < row.size(); ++place) {
      text += (place == 0 ? "" : "   ") + padded(row[place], columns[place], place == 0);
    }
    line(&row == &rows.front() ? faint(text) : text);
  }
}

std::string Terminal::styled(std::string_view code, std::string_view text) const {
  if (!colour_) return std::string(text);
  return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
}

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t place = text.size(); place > 3; place -= 3) text.insert(place - 3, " ");
  return text;
}

std::string duration_text(std::chrono::nanoseconds duration) {
  const auto nanoseconds = static_cast<double>(duration.count());
  if (nanoseconds < 1e3) return decimals("%.0f ns", nanoseconds);
  if (nanoseconds < 1e4) return decimals("%.1f µs", nanoseconds / 1e3);
  if (nanoseconds < 1e6) return decimals("%.0f µs", nanoseconds / 1e3);
  if (nanoseconds < 1e7) return decimals("%.1f ms", nanoseconds / 1e6);
  return decimals("%.0f ms", nanoseconds / 1e6);
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  return decimals("%.1f %%", whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

}  // namespace catalogue
