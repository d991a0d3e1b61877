#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "money.hpp"
#include "shapes.hpp"

namespace acme {

using ArticleId = Strong<std::uint64_t, struct ArticleTag>;

struct Article {
  ArticleId id;
  Money price;
  std::optional<Colour> colour;
  std::vector<Article> parts;
  friend bool operator==(const Article&, const Article&) = default;
};

enum class Grade { good, poor [[deprecated("there is no such grade any more")]] };

struct Order {
  std::vector<Article> articles;
  std::map<std::string, Money> totals;
  friend bool operator==(const Order&, const Order&) = default;
};

}  // namespace acme
