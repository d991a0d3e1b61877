#pragma once
#include <cstdint>
#include <string>
#include <vector>

struct UserId {
  std::uint64_t value;
};

struct User {
  UserId id;
  std::string name;
};
