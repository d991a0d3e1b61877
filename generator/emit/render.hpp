#pragma once

#include <vector>

#include "emit/cpp_unit.hpp"
#include "emit/generated_file.hpp"

namespace tagcache::generator {

/// Stage 5. Puts the unit into the templates: the header, then the source file. The same unit gives the same bytes on
/// every machine. Throws std::logic_error when a template and the code that fills it do not fit.
[[nodiscard]] std::vector<GeneratedFile> render(const CppUnit& unit);

}  // namespace tagcache::generator
