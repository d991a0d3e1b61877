#include <array>
#include <cstdint>
#include <string>
#include <tagcache/id.hpp>
#include <tagcache/key.hpp>
#include <tuple>

#include "catch.hpp"

namespace {

enum class Region : std::uint8_t { north = 1, south = 2 };

struct UserId {
  std::uint64_t value;
};
struct Number {
  std::uint32_t year;
  std::uint32_t serial;
};
struct OrderKey {
  Region region;
  Number number;
  std::string suffix;
};
struct Uuid {
  std::array<std::uint8_t, 4> bytes;
};
struct Flags {
  unsigned kind : 3;
  unsigned level : 5;
};
/// No aggregate: it has a constructor.
struct Customer {
  explicit Customer(std::uint64_t number) : value(number) {}
  std::uint64_t value;
};
/// Converts to a text, which is not all of it.
struct Label {
  std::string text;
  int rank;
  operator std::string_view() const { return text; }
};
struct Eight {
  int a, b, c, d, e, f, g, h;
};
struct Derived : UserId {};

template <class Key>
std::string text_of(const Key& parts) {
  return tagcache::KeyView("Cache", "query", 1, parts).text();
}

}  // namespace

TEST_CASE("structs in keys: a struct is its members, taken apart by hand or by the compiler") {
  const OrderKey order{Region::south, {2024, 7}, "a"};
  CHECK(tagcache::key(order) == tagcache::key(order.region, order.number.year, order.number.serial, order.suffix));
  CHECK(tagcache::key(UserId{4}, 5) == tagcache::key(std::uint64_t{4}, 5));
  CHECK(tagcache::key(Uuid{{1, 2, 3, 4}}) == tagcache::key(std::array<std::uint8_t, 4>{1, 2, 3, 4}));
  CHECK(tagcache::key(Customer(9)) == tagcache::key(std::uint64_t{9}));
  CHECK(text_of(tagcache::key(order)) == "Cache:query(2,2024,7,\"a\")");
  static_assert(tagcache::key(UserId{4}) == tagcache::key(std::uint64_t{4}));
}

TEST_CASE("structs in keys: each member counts") {
  const auto key = [](auto... values) { return tagcache::key(Eight{values...}); };
  const auto zero = key(0, 0, 0, 0, 0, 0, 0, 0);
  CHECK(std::tuple_size_v<decltype(zero)> == 8);
  CHECK(key(0, 0, 0, 0, 0, 0, 0, 1) != zero);
  CHECK(key(1, 0, 0, 0, 0, 0, 0, 0) != zero);
  CHECK(tagcache::key(Flags{1, 2}) != tagcache::key(Flags{1, 3}));
  CHECK(tagcache::key(Flags{1, 2}) == tagcache::key(Flags{1, 2}));
  CHECK(tagcache::key(Label{"a", 1}) != tagcache::key(Label{"a", 2}));
  CHECK(tagcache::key(Derived{{7}}) == tagcache::key(std::uint64_t{7}));
}

TEST_CASE("structs in keys: an id is the same segment either way") {
  const OrderKey order{Region::south, {2024, 7}, "a,b"};
  CHECK(tagcache::id(order).text == tagcache::id(Region::south, 2024, 7, order.suffix).text);
  CHECK(tagcache::id(UserId{42}).text == "42");
  CHECK(tagcache::id(OrderKey{Region::north, {1, 2}, "3"}).text !=
        tagcache::id(OrderKey{Region::north, {1, 2}, "4"}).text);
}

TEST_CASE("structs in keys: a text in a struct is kept with the key") {
  std::string text = "a longer text that is not kept inside the string object";
  OrderKey order{Region::north, {1, 2}, text};
  const auto parts = tagcache::key(order);
  const tagcache::Key kept(tagcache::KeyView("Cache", "query", 1, parts));
  order.suffix = "gone";
  CHECK(kept.view().text() == "Cache:query(1,1,2,\"" + text + "\")");
}
