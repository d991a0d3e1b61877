#pragma once

#include <memory>
#include <string>
#include <vector>

namespace blog {

struct User {
  std::vector<int> posts;
};

using Handle = std::unique_ptr<int>;

}  // namespace blog
