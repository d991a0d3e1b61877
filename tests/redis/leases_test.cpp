#include <algorithm>
#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <tagcache/layered.hpp>
#include <thread>
#include <tuple>
#include <vector>

#include "client.hpp"
#include "store/scripts.hpp"
#include "store_world.hpp"

/// One process loads what others want too, as a real Redis tells them.
using redis_test::layout;
using redis_test::Server;
using redis_test::tell;
using tagcache::Tag;
using tagcache::wild;
using namespace std::chrono_literals;

namespace {

constexpr tagcache::Duration lease = 20s;
const Tag tag("users", wild("1"));

/// The clock of the machine, which notes who waits by it.
class NotingClock final : public tagcache::Clock {
 public:
  [[nodiscard]] tagcache::TimePoint now() const noexcept override { return tagcache::steady_clock()->now(); }
  void wait_until(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                  tagcache::TimePoint until) const override {
    ++waits_;
    Clock::wait_until(lock, changed, until);
  }
  [[nodiscard]] int waits() const { return waits_; }

 private:
  mutable std::atomic<int> waits_ = 0;
};

/// A process, with memory in front of Redis or without.
struct Process {
  explicit Process(const Server& server, bool is_layered = false)
      : redis(tagcache::redis(one_connection(server))),
        store(is_layered ? std::shared_ptr<tagcache::Store>(tagcache::layered(tagcache::memory(), redis)) : redis),
        cache(store, {.prefix = "app", .defaults = {.ttl = 1h, .lease = lease}, .clock = clock}) {}

  /// What is sent later comes later.
  static tagcache::RedisServer one_connection(const Server& server) {
    tagcache::RedisServer where = redis_test::server_of(server);
    where.connections = 1;
    return where;
  }

  std::string read(const tagcache::QueryOptions& options = {}) {
    return *cache.query<std::string>("k", {tag}, [this] { return "loaded " + std::to_string(++loads); }, options);
  }
  [[nodiscard]] std::uint64_t waits() const { return cache.stats().total().lease_waits; }
  [[nodiscard]] std::uint64_t spared() const { return cache.stats().total().spared_loads; }

  /// Begins a load of what `cache` reads under "k".
  tagcache::Begun begin_load(tagcache::Duration its_lease = lease) {
    const auto tags = [] { return tagcache::TagSet{tag}; };
    const std::tuple<std::string_view> parts("k");
    const tagcache::KeyView key{"app", {}, tagcache::detail::hash_name({}), parts};
    tagcache::Request request{key, tagcache::detail::value_type<std::string>, tags, clock->now()};
    request.codec = tagcache::detail::codec_of<std::string>();
    request.lease = its_lease;
    return store->begin(request);
  }

  std::shared_ptr<NotingClock> clock = std::make_shared<NotingClock>();
  std::shared_ptr<tagcache::RedisStore> redis;
  std::shared_ptr<tagcache::Store> store;
  tagcache::Primitives cache;
  std::atomic<int> loads = 0;
};

const std::string lease_key = layout().lease("app:\"k\"");

bool keep(Process& process, const tagcache::Begun& begun, const std::string& value) {
  const auto entry = std::make_shared<tagcache::detail::EntryNodeOf<std::string>>(value);
  entry->tags = {tag};
  entry->created_at = entry->loaded_at = process.clock->now();
  entry->expires_at = entry->loaded_at + 1h;
  return process.store->keep(*begun.load, entry, entry->loaded_at);
}

}  // namespace

TEST_CASE("of several processes that miss a hot key one loads", "[RX-27][F-189]") {
  const Server server;
  const bool is_layered = GENERATE(false, true);
  std::vector<std::unique_ptr<Process>> processes;
  for (int i = 0; i < 5; ++i) processes.push_back(std::make_unique<Process>(server, is_layered));
  std::atomic<int> loads = 0;
  const auto all_others_wait = [&] {
    return std::count_if(processes.begin(), processes.end(),
                         [](const auto& each) { return each->clock->waits() > 0; }) == 4;
  };
  const auto load = [&]() -> std::string {
    const int number = ++loads;
    const auto end = std::chrono::steady_clock::now() + 60s;
    while (!all_others_wait() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    return "load " + std::to_string(number);
  };
  std::vector<std::string> values(2 * processes.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < values.size(); ++i) {
    threads.emplace_back([&, i] { values[i] = *processes[i / 2]->cache.query<std::string>("k", {tag}, load); });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(loads == 1);
  for (const std::string& value : values) CHECK(value == "load 1");
  std::uint64_t spared = 0;
  for (const auto& each : processes) spared += each->spared();
  CHECK(spared == 4);
  server.ask_until({"EXISTS", lease_key}, ":0");
}

TEST_CASE("the lease of a process that was killed ends by the server's clock") {
  const Server server;
  Process killed(server);
  Process other(server);
  auto begun = killed.begin_load(300ms);
  REQUIRE(begun.lease);
  killed.redis->disconnect();
  begun = {};
  CHECK(other.read() == "loaded 1");
  CHECK(other.waits() == 1);
  CHECK(other.spared() == 0);
  server.ask_until({"EXISTS", lease_key}, ":0");
}

TEST_CASE("nobody waits for a load that will not be kept") {
  const Tag above("users");
  using Way = std::function<void(Process&, const Server&)>;
  const std::vector<Way> ways{
      [](Process& process, const Server&) { process.cache.invalidate(tag); },
      [&](Process& process, const Server&) { process.cache.invalidate(above); },
      [](Process& process, const Server&) { process.cache.invalidate(tag, tagcache::Reach::exact); },
      [](Process& process, const Server&) { process.cache.expire(tag); },
      [](Process& process, const Server&) { process.cache.del("k"); },
      [](Process& process, const Server&) { process.cache.clear(); },
      [](Process&, const Server& server) { tell(server, {"FLUSHALL"}); },
      [](Process&, const Server& server) { tell(server, {"DEL", layout().incarnation()}); },
  };
  const bool has_markers = GENERATE(false, true);
  for (std::size_t i = 0; i < ways.size(); ++i) {
    INFO("way " << i);
    const Server server;
    Process holder(server);
    Process third(server);
    Process reader(server);
    if (has_markers) {
      static_cast<void>(third.cache.query<std::string>("other", {tag}, [] { return "other"; }));
    }
    auto begun = holder.begin_load();
    REQUIRE(begun.lease);
    CHECK(third.begin_load().loads_elsewhere);
    ways[i](third, server);
    CHECK(reader.read() == "loaded 1");
    CHECK(reader.clock->waits() == 0);
    CHECK(!keep(holder, begun, "old"));
    CHECK(reader.read() == "loaded 1");
  }
}

TEST_CASE("what moves that the load has nothing to do with ends no lease") {
  const Server server;
  Process holder(server);
  Process other(server);
  auto begun = holder.begin_load();
  other.cache.invalidate(Tag("users", wild("2")));
  other.cache.invalidate(Tag("users"), tagcache::Reach::exact);
  other.cache.del("another");
  CHECK(other.begin_load().loads_elsewhere);
}

TEST_CASE("a lease ends with its own load and no other") {
  const Server server;
  Process one(server);
  Process other(server);
  auto old = one.begin_load();
  other.cache.invalidate(tag);
  auto young = other.begin_load();
  REQUIRE(young.lease);
  old.lease.reset();
  static_cast<void>(one.cache.has<std::string>("k"));  // which comes after it
  CHECK(one.begin_load().loads_elsewhere);
  CHECK(keep(other, young, "v"));
  young.lease.reset();
  static_cast<void>(other.cache.has<std::string>("k"));
  CHECK(server.ask({"EXISTS", lease_key}) == ":0\r\n");
}

TEST_CASE("a load that fails lets others begin") {
  const Server server;
  Process one(server);
  CHECK_THROWS_AS(static_cast<void>(one.cache.query<std::string>(
                      "k", {tag}, []() -> std::string { throw std::runtime_error("no"); }, {.error_ttl = 1h})),
                  std::runtime_error);
  static_cast<void>(one.cache.has<std::string>("k"));
  CHECK(server.ask({"EXISTS", lease_key}) == ":0\r\n");
}

TEST_CASE("a lease lives in the server no longer than its query says, and costs its load no trip") {
  const Server server;
  Process one(server);
  const auto trips_of = [&](const tagcache::QueryOptions& options) {
    one.cache.del("k");
    static_cast<void>(one.read(options));  // the server knows the scripts
    one.cache.del("k");
    const auto before = redis_test::calls(server, "evalsha") + redis_test::calls(server, "mget");
    static_cast<void>(one.read(options));
    return redis_test::calls(server, "evalsha") + redis_test::calls(server, "mget") - before;
  };
  CHECK(trips_of({}) == trips_of({.lease = 0ms}));
  one.cache.del("k");
  const auto begun = one.begin_load(1500ms);
  const std::string left = server.ask({"PTTL", lease_key});
  const long milliseconds = std::stol(left.substr(1));
  CHECK(milliseconds > 0);
  CHECK(milliseconds <= 1500);
  const auto longest = one.begin_load(tagcache::Duration::max());
  CHECK(longest.loads_elsewhere);
  one.cache.del("k");
  CHECK(one.begin_load(tagcache::Duration::max()).lease);  // Redis is not asked for more than it knows
}

TEST_CASE("who asks for a lease again since the answer was lost has it") {
  const Server server;
  tagcache::detail::redis::Client client({.server = Process::one_connection(server)});
  client.connect();
  const auto asked = [&](const std::string& who) {
    tagcache::detail::redis::Commands commands;
    const std::string incarnation = layout().incarnation();
    const std::string moves = layout().moves();
    const std::string entry = layout().entry("app:\"k\"");
    const std::array<std::string_view, 4> keys{incarnation, moves, entry, lease_key};
    const std::array<std::string_view, 4> arguments{who, "60000", "1", ""};
    tagcache::detail::redis::lease_script().add_to(commands, keys, arguments, true);
    return client.ask(commands).front().text;
  };
  const std::string first = asked("12345678");
  const std::string again = asked("12345678");
  REQUIRE(first.size() == 17);
  CHECK(first.back() == '0');
  CHECK(again.back() == '0');
  CHECK(first < again);
  CHECK(asked("87654321").back() == '1');
}

TEST_CASE("values that no server can hold have no lease") {
  struct Opaque {
    int value;
  };
  const Server server;
  Process one(server);
  bool is_there = true;
  static_cast<void>(one.cache.query<Opaque>("k", {tag}, [&] {
    is_there = server.ask({"EXISTS", lease_key}) != ":0\r\n";
    return Opaque{1};
  }));
  CHECK(!is_there);
}
