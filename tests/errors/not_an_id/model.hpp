#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace blog {

struct User {
  std::map<int, int> posts;
};

struct Place {
  std::string country;
  std::optional<int> zip;
};

using Handle = std::unique_ptr<int>;

}  // namespace blog
