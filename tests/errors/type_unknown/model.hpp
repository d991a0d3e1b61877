#pragma once

#include <optional>
#include <string>
#include <vector>

namespace blog {

struct UserId {
  int value;
};

struct PostId {
  int value;
};

struct User {
  UserId id;
  std::string name;
};

struct Post {
  PostId id;
};

}  // namespace blog
