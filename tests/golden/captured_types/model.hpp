#pragma once

#include <string>
#include <vector>

/// Where the schema does not look, as there is one that is nearer.
struct Tag {};

/// Outside of the namespace of the schema.
struct path {
  int number;
};

namespace shop {

template <class T>
struct Arguments {
  std::vector<T> all;
};

namespace options {
enum class Kind { small, large };
}

namespace elsewhere {
struct stats_label {
  std::string text;
};
enum class TagOf : int {};
}  // namespace elsewhere

using namespace elsewhere;

namespace inner {

enum class Value : int { none, few = 5, many = 5000 };

using Tag = elsewhere::stats_label;

struct key {
  int number;
};

struct stats {
  Tag label;
  bool is_known;
  int number;
};

struct result {
  std::string text;
};

struct query {
  int number;
};

struct Invalidation {
  int number;
};

}  // namespace inner
}  // namespace shop
