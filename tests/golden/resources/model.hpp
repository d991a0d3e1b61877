#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace staff {

struct UserId {
  std::uint32_t number = 0;
  friend bool operator==(const UserId&, const UserId&) = default;
};

struct User {
  UserId id;
  std::string name;
};

struct Profile {
  std::string text;
};

struct Member {
  std::string name;
  int level = 0;
};

}  // namespace staff
