#pragma once

#include <cstdint>
#include <string>
#include <tagcache/codec/record.hpp>
#include <tagcache/codec/standard.hpp>

/// Types that together use every codec, nested in each other, for tests that go through all of them.
namespace sample {

enum class Colour : std::int16_t { red = -3, blue = 7 };

struct Point {
  std::int32_t x;
  double y;
  friend bool operator==(const Point&, const Point&) = default;
};

/// Contains itself.
struct Tree {
  std::string label;
  std::vector<Tree> below;
  friend bool operator==(const Tree&, const Tree&) = default;
};

struct Everything : Point {
  bool flag;
  Colour colour;
  std::uint8_t digest[4];
  std::optional<std::optional<std::string>> text;
  std::vector<Point> points;
  std::map<std::string, std::vector<std::uint8_t>> blobs;
  std::variant<std::monostate, std::int64_t, Tree> either;
  std::chrono::sys_time<std::chrono::microseconds> at;
  friend bool operator==(const Everything&, const Everything&) = default;
};

/// Hands each type to `visit`, as a null pointer to it.
template <class... Types>
struct TypeList {
  static constexpr std::size_t size = sizeof...(Types);
  template <class Visit>
  static void for_each(const Visit& visit) {
    (visit(static_cast<const Types*>(nullptr)), ...);
  }
};

using Types =
    TypeList<bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t, std::uint32_t,
             std::uint64_t, char, char16_t, float, double, Colour, std::string, std::byte, std::monostate,  //
             std::optional<int>, std::optional<std::optional<std::uint16_t>>, std::optional<std::monostate>,
             std::vector<int>, std::vector<bool>, std::vector<std::byte>, std::vector<std::string>,
             std::vector<std::optional<std::vector<std::int8_t>>>, std::array<std::uint8_t, 16>,
             std::array<std::array<std::int64_t, 2>, 3>, std::deque<std::pair<std::string, bool>>,
             std::list<std::optional<std::string>>,  //
             std::map<std::string, std::vector<int>>, std::map<std::pair<int, bool>, std::string>,
             std::multimap<std::uint8_t, std::string>, std::set<std::pair<int, std::string>>,
             std::multiset<std::int16_t>, std::unordered_map<std::string, std::unordered_set<int>>,
             std::unordered_multimap<int, std::string>, std::unordered_set<std::string>,
             std::unordered_multiset<std::uint32_t>,  //
             std::pair<int, std::string>, std::tuple<>, std::tuple<bool, std::tuple<std::string>, double>,
             std::variant<std::monostate, int, std::string>, std::variant<std::variant<int, bool>, std::optional<int>>,
             std::chrono::milliseconds, std::chrono::duration<double, std::ratio<60>>, std::chrono::sys_days,
             std::chrono::system_clock::time_point,  //
             std::unique_ptr<std::string>, std::shared_ptr<const std::vector<int>>, std::shared_ptr<std::optional<int>>,
             std::vector<std::unique_ptr<Tree>>,  //
             Point, Tree, Everything, std::vector<Everything>>;

}  // namespace sample

template <>
struct tagcache::Codec<sample::Point> : tagcache::RecordCodec<sample::Point, tagcache::Field<"x", &sample::Point::x>,
                                                              tagcache::Field<"y", &sample::Point::y>> {};
template <>
struct tagcache::Codec<sample::Tree>
    : tagcache::RecordCodec<sample::Tree, tagcache::Field<"label", &sample::Tree::label>,
                            tagcache::Field<"below", &sample::Tree::below>> {
  static constexpr std::uint64_t fingerprint = fingerprint_of("label: std::string, below: std::vector<sample::Tree>");
};
template <>
struct tagcache::Codec<sample::Everything>
    : tagcache::RecordCodec<
          sample::Everything, tagcache::Field<"x", &sample::Everything::x>,
          tagcache::Field<"y", &sample::Everything::y>, tagcache::Field<"flag", &sample::Everything::flag>,
          tagcache::Field<"colour", &sample::Everything::colour>,
          tagcache::Field<"digest", &sample::Everything::digest>, tagcache::Field<"text", &sample::Everything::text>,
          tagcache::Field<"points", &sample::Everything::points>, tagcache::Field<"blobs", &sample::Everything::blobs>,
          tagcache::Field<"either", &sample::Everything::either>, tagcache::Field<"at", &sample::Everything::at>> {};
