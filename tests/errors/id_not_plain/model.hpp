#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace blog {

class Hidden {
 public:
  explicit Hidden(int value) : value_(value) {}

 private:
  int value_;
};

struct Base {
  int value;
};
struct Derived : Base {};

struct Packed {
  unsigned value : 4;
};

struct Empty {};

union Either {
  int number;
  float share;
};

struct Named {
  char letters[8];
};

struct Nested {
  struct {
    const char* text;
  } inner;
};

}  // namespace blog
