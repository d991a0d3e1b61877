#include "node.hpp"

#include <thread>
#include <vector>

namespace consistency {
namespace {

constexpr std::size_t readers = 3;

std::shared_ptr<tagcache::LayeredStore> store_of(const NodeSlot& slot, const std::shared_ptr<JumpingClock>& clock) {
  tagcache::RedisServer server = tagcache::redis_server(slot.url.data());
  server.command_timeout = command_timeout;
  server.connect_timeout = command_timeout;
  // Fewer than there are rows, so that some are found in Redis alone.
  const auto memory = tagcache::memory({.max_entries = rows * 3 / 4});
  const tagcache::RedisOptions options{
      .compress_from = 400, .signing_key = "key", .replicas = slot.replicas, .partitions = slot.partitions};
  return tagcache::layered(memory, tagcache::redis(server, options),
                           {.heartbeat = heartbeat, .alone = alone, .clock = clock});
}

}  // namespace

Node::Node(Ledger& ledger, std::size_t index, std::size_t nodes, std::uint64_t seed)
    : ledger_(ledger),
      slot_(ledger.nodes[index]),
      index_(index),
      nodes_(nodes),
      seed_(seed),
      clock_(std::make_shared<JumpingClock>(slot_.jumped)),
      store_(store_of(slot_, clock_)),
      cache_(store_, {.prefix = "app", .defaults = {.ttl = 10min, .grace = 0s}, .clock = clock_}),
      attention_(local_bound + slack) {}

void Node::pause(tagcache::Duration duration) {
  const auto end = std::chrono::steady_clock::now() + duration;
  while (!is_over()) {
    const auto left = end - std::chrono::steady_clock::now();
    if (left <= 0ns) return;
    std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(left, 50ms));
  }
}

void Node::run() {
  compared_ = ledger_.compared.load();
  std::vector<std::thread> threads;
  threads.emplace_back([this] { keep_writing(seed_); });
  for (std::size_t i = 0; i < readers; ++i) threads.emplace_back([this, i] { keep_reading(seed_ + 1 + i); });
  while (!is_over()) {
    pause(10ms);
    const std::uint32_t round = ledger_.compared;
    if (round != compared_) compare(round);
    slot_.running = attention_.running();
    raise(slot_.longest_pause, attention_.longest_pause());
  }
  for (std::thread& thread : threads) thread.join();
  slot_.distrusted += store_->stats().distrusted;
}

}  // namespace consistency
