#pragma once

#include <memory>
#include <vector>

namespace tagcache {
template <class T>
struct Codec;
}

namespace shop {

struct Shape {
  virtual ~Shape() = default;
  int size = 0;
};

struct Circle final : Shape {
  int radius = 0;
};

struct Part;

struct Drawing {
  std::vector<std::shared_ptr<const Shape>> shapes;
};

/// Has a codec, which is none for what derives from it.
struct Coded {
  virtual ~Coded() = default;
};

struct Close {
  void operator()(int*) const {}
};

struct Handles {
  std::unique_ptr<int, Close> file;
};

}  // namespace shop

template <>
struct tagcache::Codec<shop::Coded> {};
