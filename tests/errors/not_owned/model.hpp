#pragma once

namespace shop {

struct Fixed {
  Fixed() = default;
  Fixed(const Fixed&) = delete;
  int number = 0;
};

struct Explicit {
  Explicit() = default;
  explicit Explicit(const Explicit&) {}
  int number = 0;
};

class Immortal {
 public:
  int number = 0;

 private:
  ~Immortal() = default;
};

namespace {
struct Local {
  int number = 0;
};
}  // namespace

enum { first, second };
using Nameless = decltype(first);
using Lambda = decltype([] {});

}  // namespace shop
