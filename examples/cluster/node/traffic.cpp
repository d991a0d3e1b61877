#include "node/traffic.hpp"

#include <algorithm>
#include <utility>

namespace shop {
namespace {

using namespace std::chrono_literals;

/// Between two readings of all three views.
constexpr auto pace = 2ms;

}  // namespace

Traffic::Traffic(ShopCache& cache, const tagcache::LayeredStore& store, const Ledger& ledger, std::uint32_t node,
                 Promises promises)
    : cache_(cache),
      store_(store),
      ledger_(ledger),
      node_(node),
      promises_{promises.page, promises.price, promises.stock},
      random_(node + 1),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

std::array<Reads, views> Traffic::take() {
  const std::lock_guard lock(mutex_);
  auto taken = reads_;
  for (Reads& reads : reads_) {
    reads.versions = 0;
    reads.outdated = {};
  }
  return taken;
}

void Traffic::run(const std::stop_token& stop) {
  auto next = std::chrono::steady_clock::now();
  while (!stop.stop_requested()) {
    const ProductId product = wanted();
    for (const View view : {View::page, View::price, View::stock}) read(view, product);
    next = std::max(next + pace, std::chrono::steady_clock::now());
    std::this_thread::sleep_until(next);
  }
}

void Traffic::read(View view, ProductId product) {
  const auto before = store_.stats();
  const auto begin = std::chrono::steady_clock::now();
  const auto [version, status] = [&]() -> std::pair<std::uint64_t, tagcache::Status> {
    switch (view) {
      case View::page: {
        const auto page = cache_.page(product);
        return {page->version, page.status()};
      }
      case View::price: {
        const auto price = cache_.price(product);
        return {price->version, price.status()};
      }
      case View::stock:
        break;
    }
    const auto stock = cache_.stock(product);
    return {stock->version, stock.status()};
  }();
  note(view, server_of(status, before), ledger_.missed(product, version, node_, begin));
}

/// No other thread of this process reads, so what the store counted meanwhile is of this read.
Server Traffic::server_of(tagcache::Status status, const tagcache::LayeredStats& before) const {
  if (status != tagcache::Status::hit) return Server::database;
  const auto after = store_.stats();
  if (after.confirmed != before.confirmed) return Server::confirmed;
  return after.remote_hits != before.remote_hits ? Server::redis : Server::memory;
}

void Traffic::note(View view, Server server, const Ledger::Missed& missed) {
  const std::lock_guard lock(mutex_);
  const auto place = static_cast<std::size_t>(view);
  Reads& reads = reads_[place];
  ++reads.served[static_cast<std::size_t>(server)];
  if (missed.versions == 0) return;
  ++reads.behind;
  // A node never misses what it wrote itself.
  if (missed.outdated_by_delivered > promises_[place] || missed.outdated_by_itself > 0ns) ++reads.broken;
  reads.versions = std::max(reads.versions, missed.versions);
  reads.outdated = std::max(reads.outdated, missed.outdated);
  reads.worst = std::max(reads.worst, missed.outdated_by_delivered);
}

ProductId Traffic::wanted() {
  const auto chance = random_();
  return ProductId(chance % 2 == 0 ? 0 : static_cast<std::uint32_t>(chance / 2 % products));
}

}  // namespace shop
