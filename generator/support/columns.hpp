#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tagcache::generator {

/// Text in columns: each as wide as its widest cell, two blanks between them, none at the end of a line.
class Columns {
 public:
  void line(std::vector<std::string> cells) { lines_.push_back(std::move(cells)); }

  /// Each line begins with `indent` blanks.
  [[nodiscard]] std::string text(std::size_t indent = 0) const;

 private:
  std::vector<std::vector<std::string>> lines_;
};

}  // namespace tagcache::generator
