#pragma once

namespace ids {

struct User {
  int value;
};

enum class Post : int {};

}  // namespace ids
