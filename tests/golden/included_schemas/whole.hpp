#pragma once

#include <string>

namespace whole {

struct Summary {
  std::string text;
};

}  // namespace whole
