#pragma once

#include <string>

namespace whole_blog {

struct Item {
  std::string id;
  int count = 0;
};

}  // namespace whole_blog
