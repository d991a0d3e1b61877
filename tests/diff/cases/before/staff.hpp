#pragma once

#include <cstdint>
#include <string>

namespace staff {
struct User {
  std::uint64_t id = 0;
  std::string name;
};
}  // namespace staff
