#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <tagcache/testing/in_process_remote.hpp>

#include "async_world.hpp"
#include "catch.hpp"

/// Reads that wait for the load of another node while no thread does.
namespace asio = boost::asio;

namespace {

/// Two nodes; what the other one loads waits at a door.
struct TwoNodes : AsyncWorld {
  struct Node {
    explicit Node(TwoNodes& world)
        : store(world.server->connect()),
          cache(std::in_place, store, world.options()),
          async(*cache, world.io.get_executor()) {}
    std::shared_ptr<tagcache::testing::InProcessRemote> store;
    std::optional<tagcache::Primitives> cache;
    tagcache::AsyncPrimitives async;
  };

  TwoNodes() {
    other.async.async_query<int>("k", tags, behind(door, others), leased, held.callback());
    run();
    REQUIRE(*others.loads == 1);
  }
  /// Time for all: background work first, as it looks at the clock.
  void pass(tagcache::Duration time) {
    clock->advance(time);
    executor->advance(time);
    run();
  }
  void read(Answer<int>& answer) {
    node.async.async_query<int>("k", tags, behind(open, own), leased, answer.callback());
  }

  const tagcache::QueryOptions leased{.ttl = 30s, .grace = 1h, .lease = 8s};
  std::shared_ptr<tagcache::testing::RemoteServer> server = std::make_shared<tagcache::testing::RemoteServer>();
  Node other{*this};
  Node node{*this};
  Door door{io};
  Door open{io};
  Counter others{std::make_shared<int>(0)};
  Counter own{std::make_shared<int>(10)};
  Answer<int> held;
};

}  // namespace

TEST_CASE("async: a read waits for the load of another node, and no thread waits with it") {
  TwoNodes two;
  two.open.open();
  Answer<int> answer;
  two.read(answer);
  two.run();
  CHECK(answer.calls == 0);
  CHECK(two.executor->waiting() == 0);
  two.pass(1s);
  two.pass(1s);
  CHECK(answer.calls == 0);
  Answer<int> joined;
  two.read(joined);
  two.run();
  CHECK(joined.calls == 0);
  two.door.open();
  two.run();
  CHECK(two.held.handle->value() == 1);
  two.pass(1s);
  REQUIRE(answer.handle);
  CHECK(answer.handle->value() == 1);
  REQUIRE(joined.handle);
  CHECK(joined.handle->value() == 1);
  CHECK(*two.own.loads == 10);
  const auto counted = two.node.cache->stats().total();
  CHECK(counted.lease_waits == 1);
  CHECK(counted.spared_loads == 1);
}

TEST_CASE("async: a read waits no longer than the lease") {
  TwoNodes two;
  two.open.open();
  Answer<int> answer;
  two.read(answer);
  two.run();
  for (int i = 0; i < 7; ++i) {
    two.pass(1s);
    CHECK(answer.calls == 0);
  }
  two.pass(1s);
  REQUIRE(answer.handle);
  CHECK(answer.handle->value() == 11);
}

TEST_CASE("async: a read that waits for another node can be cancelled") {
  TwoNodes two;
  Answer<int> answer;
  asio::cancellation_signal signal;
  two.node.async.async_query<int>("k", tags, behind(two.open, two.own), two.leased,
                                  asio::bind_cancellation_slot(signal.slot(), answer.callback()));
  two.run();
  signal.emit(asio::cancellation_type::terminal);
  two.run();
  CHECK(answer.calls == 1);
  const std::size_t trips = two.node.store->round_trips();
  two.pass(8s);
  CHECK(two.node.store->round_trips() == trips);  // nobody looks any more
  CHECK(*two.own.loads == 10);
}

TEST_CASE("async: a cache that ends does not leave its readers waiting for another node") {
  TwoNodes two;
  Answer<int> answer;
  two.read(answer);
  two.run();
  two.node.cache.reset();
  two.run();
  CHECK(answer.calls == 1);
  CHECK(answer.text().find("cancel") != std::string::npos);
  two.pass(8s);
  CHECK(*two.own.loads == 10);
}

TEST_CASE("async: a refresh that waits for another node does not begin when the cache has ended") {
  TwoNodes two;
  two.open.open();
  two.door.open();
  two.run();
  two.pass(31s);
  Door closed(two.io);
  Answer<int> of_other;
  two.other.async.async_query<int>("k", tags, behind(closed, two.others), two.leased, of_other.callback());
  two.run();
  Answer<int> stale;
  two.read(stale);
  two.run();
  REQUIRE(stale.handle);
  CHECK(stale.handle->value() == 1);
  two.node.cache.reset();
  two.pass(8s);
  CHECK(*two.own.loads == 10);
}

TEST_CASE("async: an executor that takes nothing for later ends the wait") {
  TwoNodes two;
  two.open.open();
  two.executor->refuse(true);
  Answer<int> answer;
  two.read(answer);
  two.run();
  REQUIRE(answer.handle);
  CHECK(answer.handle->value() == 11);
}
