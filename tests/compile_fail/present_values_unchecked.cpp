// What may be absent of several is looked at before it is used.
// g++: Handle<int> >.* has no member named 'status'
// clang++: no member named 'status' in 'std::optional<tagcache::Handle<int>>'
#include <string>
#include <string_view>
#include <vector>

#include "blog_world.hpp"

void test() {
  const std::vector<std::string> keys{"a", "b"};
  const auto tags_of = [](std::string_view) { return tagcache::TagSet(); };
  const auto present = cache().primitives().query_many<int>(tagcache::if_present, keys, tags_of);
  static_cast<void>(present.front().has_value());
#ifdef WITH_BAD_LINE
  static_cast<void>(present.front().status());
#endif
}
