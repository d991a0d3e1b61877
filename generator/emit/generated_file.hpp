#pragma once

#include <string>

namespace tagcache::generator {

struct GeneratedFile {
  std::string name;  ///< without folders; it lands in the output directory
  std::string text;
};

}  // namespace tagcache::generator
