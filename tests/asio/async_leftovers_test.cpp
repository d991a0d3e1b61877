#include <malloc.h>

#include <cstddef>
#include <span>
#include <vector>

#include "async_world.hpp"
#include "catch.hpp"
#include "many.hpp"

namespace {

/// Bytes that the program holds. Nothing is counted where a sanitizer has an allocator of its own.
std::size_t held() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

/// What one of many reads leaves behind when it is over.
template <class Read>
std::size_t left_by(const Read& read) {
  constexpr std::size_t reads = 2'000;
  for (int i = 0; i < 200; ++i) read();  // until all rooms are as large as they become
  const std::size_t before = held();
  for (std::size_t i = 0; i < reads; ++i) read();
  const std::size_t after = held();
  return after < before ? 0 : (after - before) / reads;
}

}  // namespace

TEST_CASE("async: a read that is over leaves next to nothing until its timeout") {
  AsyncWorld world;
  const tagcache::QueryOptions options{.hard_timeout = 1h};
  int calls = 0;
  const auto read = [&] {
    world.async.async_query<int>(
        tagcache::force_refresh, "k", tags, [] { return 1; }, options,
        [&](const std::exception_ptr&, const tagcache::Handle<int>&) { ++calls; });
    world.run();
  };
  const auto read_several = [&] {
    world.async.async_query_many<int>(
        tagcache::force_refresh, keys("a", "b"), tag_of,
        [](std::span<const std::string> missing) { return std::vector<int>(missing.size(), 1); }, options,
        [&](const std::exception_ptr&, const std::vector<tagcache::Handle<int>>&) { ++calls; });
    world.run();
  };
  CHECK(left_by(read) < 300);
  CHECK(left_by(read_several) < 600);  // a timer for each key
  CHECK(calls == 4'400);
  world.executor->advance(1h);
  world.run();
  CHECK(calls == 4'400);
}
