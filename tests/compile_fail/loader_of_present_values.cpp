// What is only looked for takes no loader.
// g++: no matching function for call to 'tagcache::Primitives::query_many<int>\(const tagcache::IfPresent&,
// clang++: no matching member function for call to 'query_many'
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "blog_world.hpp"

void test() {
  const std::vector<std::string> keys{"a", "b"};
  const auto tags_of = [](std::string_view) { return tagcache::TagSet(); };
  const auto load = [](std::span<const std::string> missing) { return std::vector<int>(missing.size()); };
  static_cast<void>(cache().primitives().query_many<int>(keys, tags_of, load));
#ifdef WITH_BAD_LINE
  static_cast<void>(cache().primitives().query_many<int>(tagcache::if_present, keys, tags_of, load));
#endif
}
