// A source has a function for each query and each mutation.
// g++: cannot declare variable 'database' to be of abstract type 'Database'
// clang++: variable type 'Database' is an abstract class
#include "blog_world.hpp"

struct Database : blog::BlogSource {
  blog::User get_user(blog::UserId) override { return {}; }
  std::optional<blog::Comment> find_comment(blog::PostId, std::uint64_t) override { return {}; }
#ifndef WITH_BAD_LINE
  std::vector<blog::Post> list_posts(blog::UserId, int) override { return {}; }
#endif
  void rename_user(blog::UserId, const std::string&) override {}
};

void test() {
  Database database;
  blog::BlogCache its_cache(database);
}
