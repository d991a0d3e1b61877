#pragma once

#include <atomic>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace shop {

struct Shape {
  virtual ~Shape() = default;
  virtual int area() const = 0;
};

struct Counter {
  std::mutex mutex;
  int count = 0;
};

struct Pinned {
  Pinned() = default;
  Pinned(const Pinned&) = default;
  Pinned(Pinned&&) = delete;
};

class Immortal {
  ~Immortal() = default;
};

struct Part;

struct Machine {
  std::vector<std::unique_ptr<Part>> parts;
};

/// Knows how to destroy what others do not.
struct Factory {
  Factory();
  Factory(Factory&&);
  ~Factory();
  std::unique_ptr<Part> part;
};

using View = std::span<const int>;

}  // namespace shop
