#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace blog {

struct User {
  std::map<int, int> posts;
};

struct Tree {
  std::vector<Tree> below;
};

struct Outer {
  struct {
    int number;
  } part;
  std::vector<decltype(part)> parts;
};

using Ticks = std::chrono::steady_clock::time_point;
using Seconds = std::chrono::duration<double>;

}  // namespace blog
