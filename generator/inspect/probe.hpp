#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/inspect.hpp"

namespace tagcache::generator {

/// Which headers of the standard library the probe includes, so that schemas may use its types without naming their
/// headers.
enum class StandardHeaders {
  named,    ///< those of the types that the schema names
  everyday  ///< many more, which a header of the user may lean on without including them
};

/// A C++ file that exists only in memory: it includes the user's headers and gives each mentioned type an alias, one a
/// line, so that the line of a message tells which entry of the schema it is about.
class Probe {
 public:
  /// Types whose text is no type text at all are left out; see why_no_type_text.
  Probe(const MentionedTypes& mentioned, StandardHeaders standard);

  static constexpr std::string_view path = "tagcache_probe.cpp";
  static constexpr std::string_view alias_prefix = "tagcache_type_";

  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  /// The distinct type texts; the alias of types()[3] is `tagcache_type_3`.
  [[nodiscard]] const std::vector<std::string>& types() const noexcept { return types_; }

  /// Index of the type that stands on line `line` (counted from 1).
  [[nodiscard]] std::optional<std::size_t> type_on(unsigned line) const noexcept;
  /// Index, in MentionedTypes::headers, of the header that is included on line `line`.
  [[nodiscard]] std::optional<std::size_t> header_on(unsigned line) const noexcept;
  /// Whether line `line` opens the namespace of the schema.
  [[nodiscard]] bool opens_name_space(unsigned line) const noexcept;
  /// Column (from 1) at which the name of that namespace begins.
  [[nodiscard]] static unsigned name_space_column();
  /// Column (from 1) at which the text of a type begins.
  [[nodiscard]] static unsigned type_column(std::size_t index);

 private:
  std::string text_;
  std::vector<std::string> types_;
  unsigned first_header_line_ = 0;
  unsigned header_count_ = 0;
  unsigned first_type_line_ = 0;
  bool has_name_space_ = false;
};

}  // namespace tagcache::generator
