#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace catalogue {

/// What a person reads: titles, progress, a table. Colour and moving progress only where standard output is a terminal
/// and NO_COLOR is not set; elsewhere plain lines.
class Terminal {
 public:
  Terminal();

  void title(std::string_view text);
  void line(std::string_view text = {});

  /// Shows how far something is, `share` from 0 to 1. The last call for a label has the share 1, and leaves a line
  /// behind.
  void progress(std::string_view label, double share, std::string_view detail = {});

  /// The first row holds the headings; the first column is aligned left, the others right.
  void table(const std::vector<std::vector<std::string>>& rows);

  [[nodiscard]] std::string strong(std::string_view text) const { return styled("1", text); }
  [[nodiscard]] std::string good(std::string_view text) const { return styled("32", text); }
  [[nodiscard]] std::string bad(std::string_view text) const { return styled("31", text); }
  [[nodiscard]] std::string faint(std::string_view text) const { return styled("2", text); }

 private:
  [[nodiscard]] std::string styled(std::string_view code, std::string_view text) const;

  bool moving_;
  bool colour_;
  std::chrono::steady_clock::time_point shown_at_{};
};

/// `63 436`.
[[nodiscard]] std::string grouped(std::uint64_t number);
/// `412 ns`, `1.8 µs`, `23 ms`.
[[nodiscard]] std::string duration_text(std::chrono::nanoseconds duration);
/// `93.1 %`.
[[nodiscard]] std::string percent(std::uint64_t part, std::uint64_t whole);

}  // namespace catalogue
