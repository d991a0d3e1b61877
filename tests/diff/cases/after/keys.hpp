#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace keyed {
struct UserId {
  std::uint64_t value = 0;
  std::uint32_t tenant = 0;
};
using PostId = std::string;
enum class Sort { oldest, newest };
enum class Colour : std::uint8_t { red, green };
using Age = std::chrono::minutes;
using Since = std::chrono::sys_time<std::chrono::milliseconds>;
struct Page {
  int size = 0;
  int number = 0;
};
using Limit = std::optional<int>;
struct Tint {
  Colour colour = Colour::red;
  bool dark = false;
};
struct Person {
  std::uint64_t id = 0;
  std::string name;
};
}  // namespace keyed
