#include "node/ledger.hpp"

#include "catch.hpp"
#include "demo/temporary_folder.hpp"

using namespace shop;
using namespace std::chrono_literals;

namespace {

constexpr ProductId product{3};
constexpr std::uint32_t node = 0;
constexpr std::uint32_t other = 1;

struct World {
  TemporaryFolder folder;
  Ledger ledger{folder.path() / "ledger"};
  Ledger of_other{folder.path() / "ledger"};  ///< the same file, as another process maps it

  [[nodiscard]] Ledger::Missed missed(std::uint64_t version, Instant begin = std::chrono::steady_clock::now()) const {
    return ledger.missed(product, version, node, begin);
  }
};

}  // namespace

TEST_CASE("a read misses what had returned before it began", "[cluster]") {
  World world;
  const auto before = std::chrono::steady_clock::now();
  world.of_other.returned(product, 2, other, true);
  world.of_other.returned(product, 3, other, true);
  CHECK(world.missed(1).versions == 2);
  CHECK(world.missed(2).versions == 1);
  CHECK(world.missed(3).versions == 0);
  CHECK(world.missed(1, before).versions == 0);
  CHECK(world.ledger.missed(ProductId{4}, 1, node, std::chrono::steady_clock::now()).versions == 0);
}

TEST_CASE("it is outdated since the first write that it missed", "[cluster]") {
  World world;
  world.of_other.returned(product, 2, other, true);
  const auto between = std::chrono::steady_clock::now();
  world.of_other.returned(product, 3, other, true);
  const auto begin = std::chrono::steady_clock::now() + 1s;
  CHECK(world.missed(1, begin).outdated >= begin - between);
  CHECK(world.missed(2, begin).outdated <= begin - between);
  CHECK(world.missed(2, begin).outdated > 1s);
}

TEST_CASE("writes that have not returned are nobody's to miss", "[cluster]") {
  World world;
  world.of_other.returned(product, 3, other, true);  // 2 is still on its way
  CHECK(world.missed(1).versions == 1);
}

TEST_CASE("who wrote, and whether Redis has heard, is told apart", "[cluster]") {
  World world;
  world.ledger.returned(product, 2, node, false);
  CHECK(world.missed(1).outdated_by_itself > 0ns);
  CHECK(world.missed(1).outdated_by_delivered == 0ns);
  world.of_other.returned(product, 3, other, true);
  CHECK(world.missed(2).outdated_by_itself == 0ns);
  CHECK(world.missed(2).outdated_by_delivered > 0ns);
}
