#pragma once

#include <string>

namespace texts {

struct Post {
  std::string id;
  std::string title;
  int count = 0;
};

}  // namespace texts
