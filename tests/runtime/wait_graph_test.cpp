#include "wait_graph.hpp"

#include "catch.hpp"

using tagcache::detail::Awaited;
using tagcache::detail::Waiter;

TEST_CASE("who would wait for itself through others is told, and nobody else") {
  Waiter one, two, stranger;
  Awaited of_one, of_two;
  one.begins_to_run(of_one);
  two.begins_to_run(of_two);
  CHECK_FALSE(one.begins_to_wait(of_one));
  CHECK(one.begins_to_wait(of_two));
  CHECK_FALSE(two.begins_to_wait(of_one));
  CHECK(two.is_awaited_by(of_one));
  CHECK(stranger.begins_to_wait(of_one));
  one.stops_waiting(of_two);
  CHECK(two.begins_to_wait(of_one));
}

TEST_CASE("a circle that others stand in while a load changes hands is looked at once") {
  Waiter one, two, stranger;
  Awaited of_one, of_two;
  two.begins_to_run(of_two);
  REQUIRE(one.begins_to_wait(of_two));
  REQUIRE(two.begins_to_wait(of_one));  // which nobody runs yet
  one.begins_to_run(of_one);
  CHECK(stranger.begins_to_wait(of_one));
  CHECK(stranger.begins_to_wait(of_two));
  two.stops_waiting(of_one);
  CHECK(one.begins_to_wait(of_two));
}
