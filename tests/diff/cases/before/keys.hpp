#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <list>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace keyed {
struct UserId {
  std::uint64_t value = 0;
};
using PostId = std::uint64_t;
enum class Sort { newest, oldest };
enum class Colour : std::uint8_t { red, green };
using Age = std::chrono::seconds;
using Since = std::chrono::sys_seconds;
struct Page {
  int number = 0;
  int size = 0;
};
using Limit = int;
struct Shade {
  Colour colour = Colour::red;
  bool dark = false;
};
struct User {
  std::uint64_t id = 0;
  std::string name;
};
}  // namespace keyed
