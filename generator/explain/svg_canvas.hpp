#pragma once

#include <string>
#include <string_view>

namespace tagcache::generator {

/// Collects the elements of a picture. Lengths are whole pixels, so that the bytes are the same everywhere.
class SvgCanvas {
 public:
  /// Width of a text in the fixed font of the class `code`. Texts are stretched or squeezed to it, so that whatever
  /// font a viewer has, nothing overlaps.
  [[nodiscard]] static int width_of(std::string_view text);

  void text(int x, int y, std::string_view text, std::string_view style);
  void box(int x, int y, int width, int height, int radius, std::string_view style);
  void path(std::string_view data, std::string_view style);

  /// What is drawn until `end_group` has `style` as well, and `title` as its tooltip.
  void begin_group(std::string_view style, std::string_view title = {});
  void end_group();

  /// The picture; `title` is for readers who cannot see it.
  [[nodiscard]] std::string picture(int width, int height, std::string_view title) const;

 private:
  std::string elements_;
};

}  // namespace tagcache::generator
