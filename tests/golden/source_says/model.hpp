#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace news {

enum class ArticleId : std::uint32_t {};

struct Article {
  std::string title;
  bool published = false;
};

struct Front {
  std::vector<ArticleId> articles;
  std::unique_ptr<std::optional<bool>> checked;
  std::optional<ArticleId> lead;
};

}  // namespace news
