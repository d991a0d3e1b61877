#include "support/standard_headers.hpp"

#include <array>
#include <utility>

namespace tagcache::generator {
namespace {

struct Home {
  std::string_view name;
  std::string_view header;
};

constexpr std::array homes = {
    Home{"any", "any"},
    Home{"array", "array"},
    Home{"bitset", "bitset"},
    Home{"byte", "cstddef"},
    Home{"chrono", "chrono"},
    Home{"complex", "complex"},
    Home{"deque", "deque"},
    Home{"exception_ptr", "exception"},
    Home{"filesystem", "filesystem"},
    Home{"forward_list", "forward_list"},
    Home{"function", "functional"},
    Home{"less", "functional"},
    Home{"list", "list"},
    Home{"map", "map"},
    Home{"monostate", "variant"},
    Home{"multimap", "map"},
    Home{"multiset", "set"},
    Home{"nullptr_t", "cstddef"},
    Home{"optional", "optional"},
    Home{"pair", "utility"},
    Home{"ptrdiff_t", "cstddef"},
    Home{"set", "set"},
    Home{"shared_ptr", "memory"},
    Home{"size_t", "cstddef"},
    Home{"span", "span"},
    Home{"string", "string"},
    Home{"string_view", "string_view"},
    Home{"tuple", "tuple"},
    Home{"unique_ptr", "memory"},
    Home{"unordered_map", "unordered_map"},
    Home{"unordered_multimap", "unordered_map"},
    Home{"unordered_multiset", "unordered_set"},
    Home{"unordered_set", "unordered_set"},
    Home{"variant", "variant"},
    Home{"vector", "vector"},
    Home{"weak_ptr", "memory"},
};

/// int8_t to uint_fast64_t, intmax_t, uintptr_t and the like.
bool is_sized_integer(std::string_view name) {
  return name.ends_with("_t") && (name.starts_with("int") || name.starts_with("uint"));
}

std::string_view home_of(std::string_view name) {
  for (const Home& home : homes) {
    if (home.name == name) return home.header;
  }
  return is_sized_integer(name) ? "cstdint" : "";
}

}  // namespace

std::set<std::string> standard_headers(std::string_view type) {
  constexpr std::string_view prefix = "std::";
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_";
  std::set<std::string> headers;
  for (std::size_t at = type.find(prefix); at != std::string_view::npos; at = type.find(prefix, at + 1)) {
    const std::string_view rest = type.substr(at + prefix.size());
    const std::string_view header = home_of(rest.substr(0, rest.find_first_not_of(letters)));
    if (!header.empty()) headers.emplace(header);
  }
  return headers;
}

}  // namespace tagcache::generator
