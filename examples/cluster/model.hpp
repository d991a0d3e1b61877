#pragma once

#include <cstdint>
#include <string>

/// What the schema names: plain structs, which the generator gives codecs, so that they can go to Redis.
namespace shop {

enum class ProductId : std::uint32_t {};

/// What the queries show of a product. `version` says how often its row had been changed: the demo compares it with
/// the database.
struct Page {
  std::string title;
  std::uint64_t version = 0;
};

struct Price {
  std::int64_t cents = 0;
  std::uint64_t version = 0;
};

struct Stock {
  std::int64_t pieces = 0;
  std::uint64_t version = 0;
};

}  // namespace shop
