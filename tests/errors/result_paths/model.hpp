#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

enum class UserId : std::uint64_t {};
enum class PostId : std::uint64_t {};

struct Named {
  std::string name;
};

struct User : Named {
  UserId id;

 private:
  UserId boss;
};

union Either {
  UserId user;
  PostId post;
};

struct Post {
  PostId id;
  User author;
  std::vector<User> editors;
  std::string title;
  Either either;
};
