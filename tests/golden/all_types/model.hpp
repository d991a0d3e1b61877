#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

namespace all {

enum class Role : std::uint8_t { reader = 1, editor = 2, owner = 4 };

enum Level { low = -1, high = 1 };

struct Numbers {
  bool yes = false;
  char letter = 0;
  std::int8_t small = 0;
  std::uint16_t port = 0;
  std::int32_t count = 0;
  std::uint64_t big = 0;
  float ratio = 0;
  double exact = 0;
  Role role = Role::reader;
  Level level = low;
  std::byte raw{};

  friend bool operator==(const Numbers&, const Numbers&) = default;
};

struct Point {
  int x = 0;
  int y = 0;

  friend auto operator<=>(const Point&, const Point&) = default;
};

struct Lists {
  std::vector<Point> points;
  std::vector<bool> bits;
  std::vector<std::byte> bytes;
  std::array<Point, 2> corners{};
  std::array<std::uint8_t, 4> address{};
  std::deque<std::string> queue;
  std::list<int> chain;
  int matrix[2][2] = {};
  std::set<Point> sorted;
  std::unordered_set<std::string> words;
  std::map<std::string, Point> places;
  std::unordered_map<int, std::vector<Point>> groups;

  friend bool operator==(const Lists&, const Lists&) = default;
};

struct Choices {
  std::optional<Point> point;
  std::optional<std::optional<int>> twice;
  std::variant<std::monostate, Point, std::string> any_of;
  std::pair<int, std::string> pair;
  std::tuple<int, Point, std::string> tuple;
  std::chrono::milliseconds duration{};
  std::chrono::system_clock::time_point instant{};

  friend bool operator==(const Choices&, const Choices&) = default;
};

struct Pointers {
  std::unique_ptr<Point> own;
  std::shared_ptr<const Point> shared;
};

/// What is private or static in a type is none of its value's business, as long as it is no member.
struct Empty {
  static int count;
  friend bool operator==(const Empty&, const Empty&) = default;
};

struct Everything {
  Numbers numbers;
  Lists lists;
  Choices choices;
  Empty nothing;

  friend bool operator==(const Everything&, const Everything&) = default;
};

// Templates.
template <class T>
struct Page {
  std::vector<T> items;
  std::optional<std::uint32_t> next;

  friend bool operator==(const Page&, const Page&) = default;
};

template <class T, class Tag>
struct Strong {
  T value{};

  friend bool operator==(const Strong&, const Strong&) = default;
};
using PointId = Strong<std::uint64_t, struct PointTag>;

// Base classes.
struct Identified {
  PointId id;

  friend bool operator==(const Identified&, const Identified&) = default;
};
struct Dated {
  std::chrono::sys_seconds changed{};

  friend bool operator==(const Dated&, const Dated&) = default;
};
struct Marker {
  friend bool operator==(const Marker&, const Marker&) = default;
};
struct Document : Identified, Dated, Marker {
  std::string title;
  struct Author {
    std::string name;
    Role role = Role::reader;

    friend bool operator==(const Author&, const Author&) = default;
  };
  std::vector<Author> authors;

  friend bool operator==(const Document&, const Document&) = default;
};

// Types that contain themselves, alone and by way of another.
struct Node {
  std::string name;
  std::vector<Node> children;

  friend bool operator==(const Node&, const Node&) = default;
};
struct Employee;
struct Team {
  std::string name;
  std::vector<Employee> members;

  friend bool operator==(const Team&, const Team&);
};
struct Employee {
  std::string name;
  std::optional<Team> leads;

  friend bool operator==(const Employee&, const Employee&) = default;
};
inline bool operator==(const Team& left, const Team& right) {
  return left.name == right.name && left.members == right.members;
}

/// In memory, anything will do.
struct Connection {
  void* handle = nullptr;
};

namespace detail {

/// Its namespace is called like one of tagcache.
struct Entry {
  int value = 0;

  friend bool operator==(const Entry&, const Entry&) = default;
};

}  // namespace detail

}  // namespace all

namespace detail {

struct Tag {
  int value = 0;

  friend bool operator==(const Tag&, const Tag&) = default;
};

}  // namespace detail

/// Called like a class of tagcache.
struct Key {
  int value = 0;

  friend bool operator==(const Key&, const Key&) = default;
};
