#include "node/traffic.hpp"

#include <algorithm>
#include <tagcache/testing/in_process_remote.hpp>

#include "catch.hpp"
#include "demo/temporary_folder.hpp"
#include "node/database_source.hpp"

using namespace shop;
using namespace std::chrono_literals;

namespace {

/// A node over a remote store of this process, and a ledger in which writes stand that never reached the database:
/// whatever is read misses them.
struct World {
  World() { database.fill(products); }

  void write_that_nobody_sees(std::uint32_t node, bool delivered) {
    for (std::uint32_t product = 0; product < products; ++product) {
      ledger.returned(ProductId{product}, 2, node, delivered);
    }
  }

  /// Reads until each view had so many reads that miss a write.
  std::array<Reads, views> reads(Promises promises) {
    Traffic traffic(cache, *store, ledger, 0, promises);
    for (;;) {
      const auto reads = traffic.take();
      if (std::all_of(reads.begin(), reads.end(), [](const Reads& of) { return of.behind > 3; })) return reads;
      std::this_thread::yield();
    }
  }

  TemporaryFolder folder;
  Database database{folder.path() / "shop.sqlite"};
  Ledger ledger{folder.path() / "ledger"};
  DatabaseSource source{database};
  std::shared_ptr<tagcache::LayeredStore> store =
      tagcache::layered(tagcache::memory(), std::make_shared<tagcache::testing::RemoteServer>()->connect());
  ShopCache cache{source, store};
};

}  // namespace

TEST_CASE("a read that is older than promised is counted, and one that is not is not", "[cluster]") {
  World world;
  world.write_that_nobody_sees(1, true);
  const auto reads = world.reads({.page = 1h, .price = 0ns, .stock = 0ns});
  CHECK(reads[0].broken == 0);
  CHECK(reads[1].broken == reads[1].behind);
  CHECK(reads[2].broken == reads[2].behind);
  for (const Reads& of : reads) CHECK(of.worst > 0ns);
}

TEST_CASE("of what Redis has not heard nothing is promised", "[cluster]") {
  World world;
  world.write_that_nobody_sees(1, false);
  for (const Reads& of : world.reads({.page = 0ns, .price = 0ns, .stock = 0ns})) {
    CHECK(of.broken == 0);
    CHECK(of.worst == 0ns);
  }
}

TEST_CASE("but a node sees what it wrote itself, whatever the consistency", "[cluster]") {
  World world;
  world.write_that_nobody_sees(0, false);
  for (const Reads& of : world.reads({.page = 1h, .price = 1h, .stock = 1h})) CHECK(of.broken == of.behind);
}

TEST_CASE("who served a read is told apart", "[cluster]") {
  World world;
  world.write_that_nobody_sees(1, false);
  const auto reads = world.reads({});
  const auto served = [&](View view, Server server) {
    return reads[static_cast<std::size_t>(view)].served[static_cast<std::size_t>(server)];
  };
  CHECK(served(View::page, Server::database) > 0);  // the first of each product
  CHECK(served(View::stock, Server::database) > 0);
  CHECK(served(View::page, Server::memory) > 0);
  CHECK(served(View::page, Server::confirmed) == 0);
  CHECK(served(View::stock, Server::memory) == 0);
  CHECK(served(View::stock, Server::confirmed) > 0);
}
