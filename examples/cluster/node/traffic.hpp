#pragma once

#include <mutex>
#include <random>
#include <tagcache/layered.hpp>
#include <thread>

#include "node/ledger.hpp"
#include "node/report.hpp"
#include "shop_cache.hpp"

namespace shop {

/// The longest that a read of a query may miss a write of another node that Redis has heard of.
struct Promises {
  std::chrono::nanoseconds page;  ///< announcements are not lost for longer
  std::chrono::nanoseconds price;
  std::chrono::nanoseconds stock;
};

/// A thread that reads through the cache all the time, and compares what it is served with the ledger.
class Traffic {
 public:
  Traffic(ShopCache& cache, const tagcache::LayeredStore& store, const Ledger& ledger, std::uint32_t node,
          Promises promises);

  /// What was read so far. What is `since the last report` begins anew.
  [[nodiscard]] std::array<Reads, views> take();

 private:
  void run(const std::stop_token& stop);
  void read(View view, ProductId product);
  void note(View view, Server server, const Ledger::Missed& missed);
  [[nodiscard]] Server server_of(tagcache::Status status, const tagcache::LayeredStats& before) const;
  /// Half of all requests are for one product, as in shops.
  [[nodiscard]] ProductId wanted();

  ShopCache& cache_;
  const tagcache::LayeredStore& store_;
  const Ledger& ledger_;
  const std::uint32_t node_;
  const std::array<std::chrono::nanoseconds, views> promises_;
  std::minstd_rand random_;
  std::mutex mutex_;
  std::array<Reads, views> reads_;
  std::jthread thread_;
};

}  // namespace shop
