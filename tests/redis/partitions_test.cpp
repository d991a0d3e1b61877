// A namespace in several slots of a real cluster.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <tagcache/codec/standard.hpp>
#include <tagcache/layered.hpp>
#include <tagcache/testing/store_conformance.hpp>
#include <thread>
#include <vector>

#include "cluster_fixture.hpp"
#include "slots.hpp"
#include "store_world.hpp"

using redis_test::ClusterOfServers;
using tagcache::Tag;
using tagcache::detail::redis::KeyLayout;
using tagcache::detail::redis::partition_of;

namespace {

constexpr int parts = 3;

/// A value of which the store tells when it reads it.
struct Noticed {
  std::int64_t number = 0;
  static inline std::function<void()> is_read = [] {};
};

}  // namespace

template <>
struct tagcache::Codec<Noticed> {
  static constexpr std::uint64_t fingerprint = tagcache::fingerprint_of("Noticed", 1);
  static void pack(Packer& packer, const Noticed& value) { packer.write(value.number); }
  static bool unpack(Unpacker& unpacker, Noticed& value) {
    Noticed::is_read();
    return unpacker.read(value.number);
  }
};

namespace {

std::shared_ptr<tagcache::RedisStore> store_of(const ClusterOfServers& cluster,
                                               const std::string& name_space = "tagcache",
                                               tagcache::Duration timeout = std::chrono::seconds(10)) {
  tagcache::RedisServer where = tagcache::redis_server(cluster.url());
  where.command_timeout = timeout;
  where.connect_timeout = std::chrono::seconds(10);
  return tagcache::redis(where, {.name_space = name_space, .partitions = parts});
}

/// A process without memory in front.
struct Process {
  explicit Process(const ClusterOfServers& cluster, tagcache::Duration timeout = std::chrono::seconds(10))
      : store(store_of(cluster, "tagcache", timeout)), cache(store, {.prefix = "app"}) {}

  std::string read(const std::string& key, const std::string& loaded) {
    return *cache.query<std::string>(key, {Tag("t"), Tag("of", key)}, [&] { return loaded; });
  }

  std::shared_ptr<tagcache::RedisStore> store;
  tagcache::Primitives cache;
};

std::size_t part_of(const std::string& key) { return partition_of("app:\"" + key + '"', parts); }

/// Keys of which so many fall to each part.
std::vector<std::string> keys_of_each_part(std::size_t count) {
  std::vector<std::string> keys;
  std::vector<std::size_t> found(parts);
  for (int i = 0; keys.size() < count * parts; ++i) {
    const std::string key = std::to_string(i);
    std::size_t& its = found[part_of(key)];
    if (its == count) continue;
    ++its;
    keys.push_back(key);
  }
  return keys;
}

std::vector<std::uint64_t> calls(const ClusterOfServers& cluster, const std::string& command) {
  std::vector<std::uint64_t> each;
  for (std::size_t i = 0; i < cluster.size(); ++i) each.push_back(redis_test::calls(cluster[i], command));
  return each;
}

/// How often each server was asked since.
std::vector<std::uint64_t> more(const ClusterOfServers& cluster, const std::string& command,
                                const std::vector<std::uint64_t>& before) {
  std::vector<std::uint64_t> each = calls(cluster, command);
  for (std::size_t i = 0; i < each.size(); ++i) each[i] -= before[i];
  return each;
}

const std::vector<std::uint64_t> once_each{1, 1, 1};

/// Servers that wait for one that stands still, and do not take it for dead.
struct PatientCluster : ClusterOfServers {
  PatientCluster() : ClusterOfServers(3) {
    for (std::size_t i = 0; i < size(); ++i) {
      redis_test::tell((*this)[i], {"CONFIG", "SET", "cluster-node-timeout", "600000"});
    }
  }

  /// Whether each server but one is told `command` so many times more than before, in the end.
  [[nodiscard]] bool others_are_told(std::size_t still, const std::string& command,
                                     const std::vector<std::uint64_t>& before, std::uint64_t times) const {
    try {
      for (std::size_t i = 0; i < size(); ++i) {
        const std::string more = "cmdstat_" + command + ":calls=" + std::to_string(before[i] + times) + ",";
        if (i != still) (*this)[i].ask_until({"INFO", "commandstats"}, more);
      }
      return true;
    } catch (const std::runtime_error&) {  // it takes too long
      return false;
    }
  }

  /// Does something while one server stands still: all others have been told `command` before that one answers.
  void check_side_by_side(std::size_t still, const std::string& command, const std::function<void()>& what) {
    const auto before = calls(*this, command);
    (*this)[still].pause();
    std::thread caller(what);
    const bool are_told = others_are_told(still, command, before, 1);
    (*this)[still].resume();
    caller.join();
    CHECK(are_told);
  }
};

void check_rules(const tagcache::testing::StoreFactory& make_store) {
  for (const auto& failure : tagcache::testing::check_store(make_store)) {
    FAIL_CHECK(failure.rule << ": expected " << failure.expected << ", but " << failure.happened);
  }
}

}  // namespace

TEST_CASE("each part has its slot in its share of the slots, and keys fall to all") {
  for (const int count : {2, 3, 5, 16, 64}) {
    for (int part = 0; part < count; ++part) {
      const KeyLayout keys("blog", part, count);
      const auto slot = tagcache::detail::redis::slot_of(keys.incarnation());
      CHECK(slot * count / tagcache::detail::redis::slot_count == part);
      CHECK(tagcache::detail::redis::slot_of(keys.entry("some key")) == slot);
    }
    std::vector<int> fallen(static_cast<std::size_t>(count));
    for (int i = 0; i < 1000 * count; ++i) ++fallen[partition_of("key " + std::to_string(i), fallen.size())];
    for (const int its : fallen) CHECK((its > 800 && its < 1200));
  }
  CHECK(KeyLayout("blog", 0, 3).incarnation() == "{blog/3/0/2}:i");  // part of the format
  CHECK(partition_of("app:1", 3) == 1);
  CHECK(partition_of("app:2", 3) == 2);
}

TEST_CASE("a namespace in several slots keeps the rules of stores, also behind memory") {
  const ClusterOfServers cluster(3);
  std::atomic<int> number = 0;
  const auto empty = [&] { return store_of(cluster, "n" + std::to_string(++number)); };
  check_rules(empty);
  check_rules([&] {
    auto store = tagcache::layered(tagcache::memory(), empty());
    while (!store->stats().hears) std::this_thread::yield();  // what began before is not trusted
    return store;
  });
}

TEST_CASE("entries are on all servers, a hit asks one, several keys each once, an invalidation tells each once") {
  const ClusterOfServers cluster(3);
  Process process(cluster);
  Process other(cluster);
  const std::vector<std::string> keys = keys_of_each_part(2);
  for (const std::string& key : keys) CHECK(process.read(key, "old") == "old");
  for (const std::string& key : keys) CHECK(other.read(key, "never") == "old");

  auto before = calls(cluster, "mget");
  CHECK(other.read(keys.front(), "never") == "old");
  const auto asked = more(cluster, "mget", before);
  CHECK(std::multiset<std::uint64_t>(asked.begin(), asked.end()) == std::multiset<std::uint64_t>{0, 0, 1});

  before = calls(cluster, "time");  // once a trip
  const auto tags_of = [](const std::string& key) { return tagcache::TagSet{Tag("t"), Tag("of", key)}; };
  for (const auto& found : other.cache.query_many<std::string>(tagcache::if_present, keys, tags_of)) CHECK(found);
  CHECK(more(cluster, "time", before) == once_each);

  before = calls(cluster, "evalsha");
  process.cache.invalidate(Tag("t"));
  CHECK(more(cluster, "evalsha", before) == once_each);
  for (const std::string& key : keys) CHECK_FALSE(other.cache.has<std::string>(key));
  for (const std::string& key : keys) CHECK(other.read(key, "new") == "new");
  other.cache.invalidate(Tag("of", keys[3]));
  for (const std::string& key : keys) CHECK(process.cache.has<std::string>(key) == (key != keys[3]));
  other.cache.clear();
  for (const std::string& key : keys) CHECK_FALSE(process.cache.has<std::string>(key));
}

TEST_CASE("several partitions are asked and told side by side: all is sent before the first answer is waited for") {
  PatientCluster cluster;
  Process process(cluster, std::chrono::minutes(10));
  const std::vector<std::string> keys = keys_of_each_part(1);
  const auto read_all = [&] {
    for (const std::string& key : keys) CHECK(process.read(key, "old") == "old");
  };
  process.cache.invalidate(Tag("nobody"));  // the servers know the script
  for (std::size_t still = 0; still < cluster.size(); ++still) {
    CAPTURE(still);
    read_all();
    std::size_t found = 0;
    cluster.check_side_by_side(still, "mget", [&] {
      for (const auto& each : process.cache.get_many<std::string>(keys)) found += each ? 1 : 0;
    });
    CHECK(found == keys.size());
    cluster.check_side_by_side(still, "evalsha", [&] { process.cache.invalidate(Tag("t")); });
    for (const std::string& key : keys) CHECK_FALSE(process.cache.has<std::string>(key));
    read_all();
    cluster.check_side_by_side(still, "evalsha", [&] { process.cache.clear(); });
    for (const std::string& key : keys) CHECK_FALSE(process.cache.has<std::string>(key));
  }
}

TEST_CASE("what has to be asked twice is asked side by side the second time too") {
  PatientCluster cluster;
  const std::vector<std::string> keys = keys_of_each_part(2);
  const auto plain = std::ranges::find(keys, std::size_t{0}, part_of);
  {
    Process writer(cluster);
    for (const std::string& key : keys) {
      writer.cache.set(key, Noticed{1}, key == *plain ? tagcache::TagSet{} : tagcache::TagSet{Tag("t")});
    }
  }
  Process process(cluster, std::chrono::minutes(10));  // does not know the tags of these keys yet
  const auto before = calls(cluster, "mget");
  std::atomic<bool> is_first = true;
  Noticed::is_read = [&] {  // the one without tags, which the first answer of the first server gives
    if (is_first.exchange(false)) cluster[0].pause();
  };
  std::size_t found = 0;
  std::thread caller([&] {
    for (const auto& each : process.cache.get_many<Noticed>(keys)) found += each ? 1 : 0;
  });
  const bool are_told = cluster.others_are_told(0, "mget", before, 2 * 2);  // two keys, each asked for twice
  cluster[0].resume();
  caller.join();
  CHECK(are_told);
  CHECK(found == keys.size());
  Noticed::is_read = [] {};
}

TEST_CASE("servers that have forgotten the scripts are told them again, whatever the partition") {
  ClusterOfServers cluster(3);
  const auto store = store_of(cluster);
  tagcache::Primitives cache(store, {.prefix = "app"});
  cache.invalidate(Tag("t"));
  for (std::size_t i = 0; i < cluster.size(); ++i) redis_test::tell(cluster[i], {"SCRIPT", "FLUSH"});
  const auto before = store->stats().scripts_sent;
  cache.invalidate(Tag("t"));
  CHECK(store->stats().scripts_sent == before + parts);
  cache.invalidate(Tag("t"));
  CHECK(store->stats().scripts_sent == before + parts);
}

TEST_CASE("where replicas do not answer all partitions of a server are told, one behind the other") {
  const redis_test::Server server;
  auto where = redis_test::server_of(server);
  where.command_timeout = std::chrono::seconds(2);
  constexpr int count = 12;  // which wait for longer than one command may take
  const auto of = [&](int replicas) {
    return tagcache::redis(
        where, {.replicas = replicas, .replica_timeout = std::chrono::milliseconds(250), .partitions = count});
  };
  const tagcache::Invalidation all{Tag("t")};
  of(0)->invalidate({&all, 1});  // the server knows the script
  const auto store = of(1);
  const auto before = redis_test::calls(server, "evalsha");
  CHECK_THROWS_WITH(store->invalidate({&all, 1}), Catch::Contains("0 of 1 replicas"));
  CHECK(redis_test::calls(server, "evalsha") == before + count);
}

TEST_CASE("what is set, deleted or expired by key is so for all, whatever its part") {
  const ClusterOfServers cluster(3);
  Process process(cluster);
  Process other(cluster);
  for (const std::string& key : keys_of_each_part(1)) {
    process.cache.set(key, std::string("set"), {Tag("t")});
    CHECK(other.read(key, "never") == "set");
    other.cache.expire(key);
    CHECK_FALSE(process.cache.has<std::string>(key));
    process.cache.set(key, std::string("again"), {Tag("t")});
    other.cache.del(key);
    CHECK_FALSE(process.cache.has<std::string>(key));
  }
}

TEST_CASE("without one server keys of the others are found, and an invalidation reaches these though it throws") {
  ClusterOfServers cluster(3);
  for (std::size_t i = 0; i < cluster.size(); ++i) {
    redis_test::tell(cluster[i], {"CONFIG", "SET", "cluster-require-full-coverage", "no"});
  }
  Process process(cluster);
  Process other(cluster);
  const std::vector<std::string> keys = keys_of_each_part(1);
  for (const std::string& key : keys) CHECK(process.read(key, "old") == "old");
  for (const std::string& key : keys) CHECK(other.read(key, "never") == "old");
  cluster[1].kill();
  // Whoever has not noticed yet waits for an answer.
  const auto found = [&](Process& who) {
    std::size_t count = 0;
    for (const auto& each : who.cache.get_many<std::string>(keys)) count += each ? 1 : 0;
    return count;
  };
  CHECK(other.store->stats().unanswered == 0);
  while (found(other) != 2) std::this_thread::yield();
  const auto before = other.store->stats().unanswered;
  CHECK(found(other) == 2);
  CHECK(other.store->stats().unanswered == before + 1);
  CHECK_THROWS_AS(process.cache.invalidate(Tag("t")), tagcache::StoreError);
  CHECK(found(other) == 0);
}

TEST_CASE("memory in front hears of each part") {
  const ClusterOfServers cluster(3);
  const auto node = [&] {
    return tagcache::layered(tagcache::memory(), store_of(cluster), {.heartbeat = std::chrono::milliseconds(20)});
  };
  const auto stores = {node(), node()};
  for (const auto& store : stores) {
    while (!store->stats().hears) std::this_thread::yield();
  }
  tagcache::Primitives one(*stores.begin(), {.prefix = "app"});
  tagcache::Primitives other(*(stores.begin() + 1), {.prefix = "app"});
  const auto read = [](tagcache::Primitives& cache, const std::string& key, const std::string& loaded) {
    return *cache.query<std::string>(key, {Tag("t")}, [&] { return loaded; });
  };
  const std::vector<std::string> keys = keys_of_each_part(1);
  for (const std::string& key : keys) CHECK(read(one, key, "old") == "old");
  for (const std::string& key : keys) CHECK(read(other, key, "never") == "old");
  const auto before = calls(cluster, "mget");
  for (const std::string& key : keys) CHECK(read(other, key, "never") == "old");
  CHECK(calls(cluster, "mget") == before);
  for (const std::string& key : keys) {
    one.del(key);
    while (other.has<std::string>(key)) std::this_thread::yield();
  }
  for (const std::string& key : keys) CHECK(read(other, key, "new") == "new");
  one.invalidate(Tag("t"));
  for (const std::string& key : keys) {
    while (other.has<std::string>(key)) std::this_thread::yield();
  }
}

TEST_CASE("a number of partitions that means nothing is refused, and one server can have several") {
  const redis_test::Server server;
  for (const int count : {-1, 0, 65}) {
    CHECK_THROWS_WITH(tagcache::redis(redis_test::server_of(server), {.partitions = count}),
                      Catch::Contains("RedisOptions::partitions: a number from 1 to 64 was expected"));
  }
  redis_test::Node node(server, {.partitions = 4});
  node.store->wait_until_ready();
  CHECK(node.read("k", {Tag("t")}, "v") == "v");
  CHECK(node.read("k", {Tag("t")}, "never") == "v");
  CHECK(node.store->partitions() == 4);
  const auto spread =
      tagcache::redis("redis://127.0.0.1:7001,127.0.0.1:7002", {.name_space = "blog", .partitions = 12});
  CHECK(spread->partitions() == 12);
}
