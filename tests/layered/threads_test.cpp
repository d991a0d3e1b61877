#include <atomic>
#include <latch>
#include <thread>

#include "catch.hpp"
#include "nodes.hpp"

/// Nodes whose threads all do something at once. Time stands still.
namespace {

constexpr int rounds = 400;
const Tag tag("rows", tagcache::wild("1"));

struct Rows {
  Two two;
  std::atomic<int> version = 0;
  std::atomic<int> acknowledged = 0;        ///< newest version whose invalidation returned, on any node
  std::array<std::atomic<int>, 2> own{};    ///< the same, of one node
  std::array<std::atomic<int>, 2> stale{};  ///< reads that were served too old
  std::latch started{8};

  Node& node(std::size_t which) { return which == 0 ? two.a : two.b; }
};

void raise(std::atomic<int>& to, int by) {
  int seen = to;
  while (seen < by && !to.compare_exchange_weak(seen, by)) {
  }
}

void write(Rows& rows, std::size_t which) {
  rows.started.arrive_and_wait();
  for (int i = 0; i < rounds; ++i) {
    const int version = ++rows.version;
    if (i % 5 == 0) {
      rows.node(which).erase("row");
    } else {
      rows.node(which).invalidate(tag);
    }
    raise(rows.own[which], version);
    raise(rows.acknowledged, version);
  }
}

void read(Rows& rows, std::size_t which, Consistency consistency) {
  rows.started.arrive_and_wait();
  Node& node = rows.node(which);
  const bool is_strict = consistency == Consistency::strict;
  for (int i = 0; i < 2 * rounds; ++i) {
    const int floor = is_strict ? rows.acknowledged : rows.own[which];
    if (const auto value = node.valid("row", {consistency})) {
      if (std::stoi(*value) < floor) ++rows.stale[is_strict ? 1 : 0];
      continue;
    }
    const auto begun = node.begin("row", {tag}, {consistency});
    node.keep(begun, std::to_string(rows.version.load()), {tag});
  }
}

void disturb(Rows& rows, std::size_t which) {
  rows.started.arrive_and_wait();
  Node& node = rows.node(which);
  for (int i = 0; i < rounds / 4; ++i) {
    if (i % 3 == 0) node.remote->drop(1);
    if (i % 7 == 0) node.remote->cut();
    if (i % 7 == 3) node.remote->mend();
    node.remote->beat();
  }
  node.remote->mend();
  node.remote->drop(0);
}

}  // namespace

TEST_CASE("reads from many threads of two nodes are not stale while announcements are lost") {
  Rows rows;
  std::vector<std::thread> threads;
  for (const std::size_t which : {std::size_t{0}, std::size_t{1}}) {
    threads.emplace_back([&rows, which] { write(rows, which); });
    threads.emplace_back([&rows, which] { read(rows, which, Consistency::local); });
    threads.emplace_back([&rows, which] { read(rows, which, Consistency::strict); });
    threads.emplace_back([&rows, which] { disturb(rows, which); });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(rows.stale[0] == 0);
  CHECK(rows.stale[1] == 0);
  for (Node* const node : {&rows.two.a, &rows.two.b}) {
    node->remote->beat();
    node->remote->beat();
    const auto value = node->valid("row");
    CHECK((!value || std::stoi(*value) >= rows.acknowledged));
    CHECK(node->store->stats().distrusted > 1);
  }
}

TEST_CASE("a strict read does not wait for a load that may have missed an invalidation") {
  Two two;
  tagcache::Primitives cache(two.a.store, {.prefix = "app", .defaults = {.ttl = 1h}, .clock = two.clock});
  std::latch loading(1);
  std::latch invalidated(1);
  std::thread relaxed([&] {
    static_cast<void>(cache.query<int>("k", {tag}, [&] {
      loading.count_down();
      invalidated.wait();
      return 1;
    }));
  });
  loading.wait();
  two.a.remote->hold(true);
  two.b.invalidate(tag);
  CHECK(*cache.query<int>("k", {tag}, [] { return 2; }, {.consistency = Consistency::strict}) == 2);
  invalidated.count_down();
  relaxed.join();
}

TEST_CASE("a store may end while announcements come") {
  for (int round = 0; round < 50; ++round) {
    Two two;
    std::latch started(2);
    std::thread writer([&] {
      started.arrive_and_wait();
      for (int i = 0; i < 50; ++i) two.a.invalidate(tag);
    });
    started.arrive_and_wait();
    two.b.store.reset();
    two.b.memory.reset();
    writer.join();
  }
  SUCCEED("nobody told who was gone");
}
