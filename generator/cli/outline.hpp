#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tagcache::generator {

/// Text in which indentation shows what belongs to what.
class Outline {
 public:
  /// `name: value`; without a value only the name.
  void line(std::string_view name, std::string_view value = {}) {
    text_.append(depth_ * 2, ' ').append(name);
    if (!value.empty()) text_.append(": ").append(value);
    text_ += '\n';
  }
  /// A line for each of several values; none when there are none.
  void lines(std::string_view name, const std::vector<std::string>& values) {
    for (const std::string& value : values) line(name, value);
  }
  /// The lines that `print` makes belong to the line before.
  template <class Print>
  void below(Print print) {
    ++depth_;
    print();
    --depth_;
  }

  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  std::string text_;
  std::size_t depth_ = 0;
};

}  // namespace tagcache::generator
