#pragma once

#include <vector>

struct PostId {
  long value = 0;
};

struct Post {
  PostId id;
};
