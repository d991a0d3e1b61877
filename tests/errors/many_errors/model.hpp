#pragma once

namespace blog {

struct Post {
  int number;
};

}  // namespace blog
