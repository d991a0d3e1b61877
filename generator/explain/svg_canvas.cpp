#include "explain/svg_canvas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace tagcache::generator {
namespace {

/// Written out and not as variables of the style sheet, which converters to other formats do not know.
struct Palette {
  std::string_view back, edge, stripe, ink, soft, line, wild, query, query_ink, mutation, mutation_ink;
};

constexpr Palette light{"#ffffff", "#d0d7de", "#f6f8fa", "#1f2328", "#59636e", "#afb8c1",
                        "#6639ba", "#ddf4ff", "#0550ae", "#fff1e5", "#953800"};
constexpr Palette dark{"#0d1117", "#30363d", "#161b22", "#e6edf3", "#9198a1", "#484f58",
                       "#d2a8ff", "#0c2d6b", "#a5d6ff", "#5a1e02", "#ffdfb6"};

/// The classes: b background, s stripe, n name, h heading, g general text, f fixed segment, w wild segment, t type,
/// q query, m mutation, l line, d leader, z pale.
std::string colours(const Palette& palette) {
  return fmt::format(
      "    .b {{ fill: {}; stroke: {}; }} .s {{ fill: {}; }} text {{ fill: {}; }} .h, .g, .t {{ fill: {}; }}\n"
      "    .w {{ fill: {}; }} .l, .d {{ stroke: {}; }}\n"
      "    .q rect {{ fill: {}; }} .q text {{ fill: {}; }} .m rect {{ fill: {}; }} .m text {{ fill: {}; }}\n",
      palette.back, palette.edge, palette.stripe, palette.ink, palette.soft, palette.wild, palette.line, palette.query,
      palette.query_ink, palette.mutation, palette.mutation_ink);
}

constexpr std::string_view shapes =
    "    text { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; font-size: 13px; }\n"
    "    .n, .h, .g { font-family: system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; }\n"
    "    .n { font-size: 18px; font-weight: 600; } .h { font-size: 12px; font-weight: 600; } .g { font-size: 12px; }\n"
    "    .f, .w { font-weight: 600; } .l, .d { fill: none; stroke-width: 1.5; } .z { opacity: 0.3; }\n"
    "    .d { stroke-dasharray: 1 5; stroke-linecap: round; }\n";

std::string style_sheet() {
  return fmt::format("  <style>\n{}{}    @media (prefers-color-scheme: dark) {{\n{}    }}\n  </style>\n", shapes,
                     colours(light), colours(dark));
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += letter;
    }
  }
  return result;
}

}  // namespace

int SvgCanvas::width_of(std::string_view text) {
  const auto letters = std::count_if(text.begin(), text.end(),
                                     [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; });
  return static_cast<int>((letters * 7826 + 999) / 1000);  // 13 px, 0.602 em a letter
}

void SvgCanvas::text(int x, int y, std::string_view text, std::string_view style) {
  const bool is_code = style != "n" && style != "h" && style != "g";
  const std::string length = is_code ? fmt::format(" textLength=\"{}\"", width_of(text)) : "";
  const std::string marked = style.empty() ? "" : fmt::format(" class=\"{}\"", style);
  fmt::format_to(std::back_inserter(elements_), "  <text x=\"{}\" y=\"{}\"{}{}>{}</text>\n", x, y, marked, length,
                 escaped(text));
}

void SvgCanvas::box(int x, int y, int width, int height, int radius, std::string_view style) {
  const std::string marked = style.empty() ? "" : fmt::format(" class=\"{}\"", style);
  fmt::format_to(std::back_inserter(elements_), "  <rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"{}/>\n",
                 x, y, width, height, radius, marked);
}

void SvgCanvas::path(std::string_view data, std::string_view style) {
  fmt::format_to(std::back_inserter(elements_), "  <path d=\"{}\" class=\"{}\"/>\n", data, style);
}

void SvgCanvas::begin_group(std::string_view style, std::string_view title) {
  fmt::format_to(std::back_inserter(elements_), "  <g class=\"{}\">", style);
  if (!title.empty()) fmt::format_to(std::back_inserter(elements_), "<title>{}</title>", escaped(title));
  elements_ += '\n';
}

void SvgCanvas::end_group() { elements_ += "  </g>\n"; }

std::string SvgCanvas::picture(int width, int height, std::string_view title) const {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
      "role=\"img\" aria-label=\"{2}\">\n{3}{4}</svg>\n",
      width, height, escaped(title), style_sheet(), elements_);
}

}  // namespace tagcache::generator
