#include "node/node.hpp"

#include <iostream>
#include <sstream>
#include <stdexcept>
#include <stop_token>
#include <tagcache/layered.hpp>
#include <tagcache/memory.hpp>
#include <tagcache/redis.hpp>
#include <thread>

#include "node/database_source.hpp"
#include "node/ledger.hpp"
#include "node/report.hpp"
#include "node/traffic.hpp"

namespace shop {
namespace {

using namespace std::chrono_literals;

constexpr auto between_reports = 100ms;

/// The cache as a service makes it, and the two things that every node does with it.
class Node {
 public:
  explicit Node(const NodeOptions& options)
      : number_(options.number),
        ledger_(options.folder / "ledger"),
        database_(options.folder / "shop.sqlite"),
        server_(tagcache::redis_server(options.redis)),
        store_(tagcache::layered(tagcache::memory({.max_entries = 10'000}),
                                 tagcache::redis(server_, {.name_space = options.name_space}), layers_)),
        cache_(source_, store_),
        traffic_(cache_, *store_, ledger_, number_, promises()) {}

  void write(ProductId product) {
    const auto cents = static_cast<std::int64_t>(1000 + writes_);
    const auto written = cache_.change(product, cents, 100);
    ledger_.returned(product, *written, number_, written.delivered());
    ++writes_;
    if (!written.delivered()) ++unheard_;
  }

  [[nodiscard]] Report report() {
    const auto seen = store_->stats();
    return {.reads = traffic_.take(),
            .hears = seen.hears,
            .heard = seen.heard,
            .distrusted = seen.distrusted,
            .failures = seen.failures,
            .writes = writes_,
            .unheard = unheard_,
            .undelivered = cache_.stats().undelivered};
  }

 private:
  /// As the schema has them. How late an announcement may be heard follows from how a lost one is noticed: by the
  /// second heartbeat, whose answer may time out; what memory reads while it hears nothing it keeps for `alone`.
  [[nodiscard]] Promises promises() const {
    return {.page = 2 * layers_.heartbeat + server_.command_timeout + layers_.alone, .price = 500ms, .stock = 0ms};
  }

  const std::uint32_t number_;
  Ledger ledger_;
  Database database_;
  DatabaseSource source_{database_};
  const tagcache::LayeredOptions layers_{.heartbeat = 100ms};  // reads of `price` ask where none was answered lately
  const tagcache::RedisServer server_;
  const std::shared_ptr<tagcache::LayeredStore> store_;
  ShopCache cache_;
  std::atomic<std::uint64_t> writes_ = 0;
  std::atomic<std::uint64_t> unheard_ = 0;
  Traffic traffic_;
};

void obey(Node& node, const std::string& line) {
  std::istringstream words(line);
  std::string verb;
  std::uint32_t product = 0;
  if (!(words >> verb >> product) || verb != "write") throw std::invalid_argument("no command of a node: " + line);
  node.write(ProductId(product));
}

}  // namespace

void run_node(const NodeOptions& options) {
  Node node(options);
  const std::jthread reports([&node](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::cout << node.report().text() << std::endl;
      std::this_thread::sleep_for(between_reports);
    }
  });
  for (std::string line; std::getline(std::cin, line);) obey(node, line);
}

}  // namespace shop
