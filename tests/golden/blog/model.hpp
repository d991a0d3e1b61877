#pragma once

#include <cstdint>
#include <string>

namespace blog {

struct UserId {
  std::uint64_t value;
};

struct PostId {
  std::uint64_t value;
};

struct User {
  UserId id;
  std::string name;
};

struct Post {
  PostId id;
  std::string title;
};

struct Comment {
  std::uint64_t id;
  std::string text;
};

}  // namespace blog
