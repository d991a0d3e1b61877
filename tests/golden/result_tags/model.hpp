#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace press {

enum class PostId : std::uint32_t {};

struct UserId {
  std::uint32_t number = 0;
  friend auto operator<=>(const UserId&, const UserId&) = default;
};

struct Person {
  UserId id;
  std::string name;
};

struct Numbered {
  PostId id{};
};

struct Post : Numbered {
  UserId author;
  std::optional<UserId> reviewer;
  std::vector<Person> editors;
  std::shared_ptr<const Person> translator;
};

struct Team {
  std::string name;
  UserId lead;
  std::set<UserId> members;
};

struct Row {
  std::vector<std::unique_ptr<Post>> posts;
};

struct Page {
  std::vector<Row> rows;
  std::pair<PostId, UserId> top;
};

}  // namespace press
