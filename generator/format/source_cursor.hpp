#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "support/source_file.hpp"

namespace tagcache::generator {

/// Thrown for YAML that has a meaning but that the formatter does not dare to touch.
struct Unsafe {
  SourceRange range;
  std::string what;  ///< `a key behind '?'`
  std::string cure;
};

/// A place in a file, which moves on.
class SourceCursor {
 public:
  /// At the begin of line `line`.
  SourceCursor(const SourceFile& file, std::uint32_t line) : file_(&file), line_(line), text_(file.line(line)) {}

  [[nodiscard]] bool at_end_of_file() const noexcept { return line_ > file_->line_count(); }
  [[nodiscard]] bool at_end_of_line() const noexcept { return column_ >= text_.size(); }
  /// What is left of the line.
  [[nodiscard]] std::string_view rest() const noexcept { return text_.substr(column_); }
  /// The next letter; '\0' at the end of the line.
  [[nodiscard]] char next() const noexcept { return at_end_of_line() ? '\0' : text_[column_]; }
  [[nodiscard]] std::uint32_t line() const noexcept { return line_; }
  /// Counted from 0.
  [[nodiscard]] std::size_t column() const noexcept { return column_; }

  void advance(std::size_t letters) noexcept { column_ += letters; }
  void next_line() {
    ++line_;
    column_ = 0;
    text_ = file_->line(line_);
  }
  void skip_blanks() noexcept {
    while (next() == ' ' || next() == '\t') ++column_;
  }
  /// Whether a comment begins here.
  [[nodiscard]] bool at_comment() const noexcept {
    return next() == '#' && (column_ == 0 || text_[column_ - 1] == ' ' || text_[column_ - 1] == '\t');
  }

  /// The text in quotes that begins here, quotes included: double ones wherever they mean the same. Throws Unsafe when
  /// it goes on in a further line.
  [[nodiscard]] std::string read_quoted();
  /// Plain text up to a comment, the end of the line, a `:` that ends a key, or, inside of brackets, what ends an item.
  [[nodiscard]] std::string read_plain(bool in_brackets);

  /// The comment that begins here, without blanks at its end; the cursor is then at the end of the line.
  [[nodiscard]] std::string read_comment();

  [[noreturn]] void refuse(std::string what, std::string cure) const;

 private:
  const SourceFile* file_;
  std::uint32_t line_;
  std::string_view text_;
  std::size_t column_ = 0;
};

}  // namespace tagcache::generator
