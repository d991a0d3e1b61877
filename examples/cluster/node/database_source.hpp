#pragma once

#include "database/database.hpp"
#include "shop_cache.hpp"

namespace shop {

/// Where the cache loads and writes. The database outlives it. Thread-safe.
class DatabaseSource final : public ShopSource {
 public:
  explicit DatabaseSource(Database& database) : database_(database) {}

  Page page(ProductId product) override {
    Product row = database_.read(product);
    return {std::move(row.title), row.version};
  }
  Price price(ProductId product) override {
    const Product row = database_.read(product);
    return {row.cents, row.version};
  }
  Stock stock(ProductId product) override {
    const Product row = database_.read(product);
    return {row.pieces, row.version};
  }
  std::uint64_t change(ProductId product, std::int64_t cents, std::int64_t pieces) override {
    return database_.change(product, cents, pieces);
  }

 private:
  Database& database_;
};

}  // namespace shop
