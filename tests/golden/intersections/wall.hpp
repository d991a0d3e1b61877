#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wall {

enum class UserId : std::uint32_t {};
enum class PostId : std::uint32_t {};

struct Shown {
  PostId id{};
  std::optional<UserId> author;
};

}  // namespace wall
