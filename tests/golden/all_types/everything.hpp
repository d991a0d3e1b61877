#pragma once

#include "model.hpp"

namespace all {

/// A value of each kind that has a codec, none of them the one that it begins with.
inline Everything everything() {
  Everything value;
  value.numbers = {true, 'x',   -128,        65535, -2147483647,    18446744073709551615U,
                   0.5F, 1e300, Role::owner, low,   std::byte{0xFF}};
  value.lists.points = {{1, -1}, {2, -2}};
  value.lists.bits = {true, false, true};
  value.lists.bytes = {std::byte{0}, std::byte{200}};
  value.lists.corners = {{{3, 4}, {5, 6}}};
  value.lists.address = {127, 0, 0, 1};
  value.lists.queue = {"", "second"};
  value.lists.chain = {7, 8, 9};
  value.lists.matrix[1][0] = 10;
  value.lists.sorted = {{9, 9}, {1, 1}};
  value.lists.words = {"one", "two", "three"};
  value.lists.places = {{"home", {1, 2}}};
  value.lists.groups = {{1, {{1, 1}}}, {2, {}}};
  value.choices.point = Point{1, 2};
  value.choices.twice = std::optional<int>();
  value.choices.any_of = "text";
  value.choices.pair = {1, "pair"};
  value.choices.tuple = {1, {2, 3}, "tuple"};
  value.choices.duration = std::chrono::milliseconds(-5);
  value.choices.instant = std::chrono::system_clock::time_point(std::chrono::seconds(1'700'000'000));
  return value;
}

}  // namespace all
