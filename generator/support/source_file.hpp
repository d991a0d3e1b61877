#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tagcache::generator {

/// A text file as it was read, with its lines. Immutable; every SourceRange points into one.
class SourceFile {
 public:
  /// `order` is the number of files that were read before; messages are sorted by it.
  SourceFile(std::string path, std::string text, std::size_t order = 0);

  /// The path as the user wrote it; messages show this one.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] std::size_t order() const noexcept { return order_; }
  [[nodiscard]] std::uint32_t line_count() const noexcept { return static_cast<std::uint32_t>(line_starts_.size()); }

  /// Line `number`, counted from 1, without its line break; empty when there is no such line.
  [[nodiscard]] std::string_view line(std::uint32_t number) const noexcept;

 private:
  std::string path_;
  std::string text_;
  std::vector<std::size_t> line_starts_;
  std::size_t order_ = 0;
};

/// A stretch of one line. `line` and `column` count from 1, `column` and `length` in bytes.
/// `file` is not owned and outlives all stages; null means "no place in a file".
struct SourceRange {
  const SourceFile* file = nullptr;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 1;

  friend bool operator==(const SourceRange&, const SourceRange&) = default;
};

/// A value of the schema together with the place where it was written.
template <class T>
struct Located {
  T value{};
  SourceRange range{};
};

using Text = Located<std::string>;

}  // namespace tagcache::generator
