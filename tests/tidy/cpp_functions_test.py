"""The finder of functions, tried on shapes that it meets."""
import sys

sys.dont_write_bytecode = True
from cpp_functions import functions  # noqa: E402

SOURCE = '''#include <vector>
namespace a {
// int comment() {
struct Point {
  int x{0};
  explicit Point(int value) : x{value} {
    run();
  }
  int get() const { return x; }
};

constexpr const char* text = R"(void not_one() {
)";

template <class T>
std::vector<T> Point::make(const T& one,
                           const T& two) {
  if (one == two) {
    return {one};
  }
  auto lambda = [&](int value) {
    return value;
  };
  return {'{', "}"};
}

bool operator==(const Point& left, const Point& right) {
  return left.x == right.x;
}

const std::vector<int> list = {
    1,
    2,
};
}  // namespace a
'''

found = [tuple(function) for function in functions(SOURCE)]
expected = [("Point", 6, 3), ("get", 9, 1), ("Point::make", 17, 9), ("operator==", 27, 3)]
if found != expected:
    print(f"expected {expected}\nfound    {found}")
    sys.exit(1)
