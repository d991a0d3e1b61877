#pragma once

#include <span>
#include <string_view>

namespace tagcache::generator {

struct EmbeddedTemplate {
  std::string_view name;  ///< path below templates/ without `.tmpl`: `init/main.cpp`
  std::string_view text;
};

/// The files of templates/, written into the program by cmake/EmbedTemplates.cmake.
[[nodiscard]] std::span<const EmbeddedTemplate> embedded_templates();

}  // namespace tagcache::generator
