#include "model/reserved_names.hpp"

#include "catch.hpp"

using namespace tagcache::generator;

namespace {

/// Code and cure, or `fine`.
std::string verdict(std::string_view name, NameUse use) {
  const auto problem = problem_with_name(name, use);
  return problem ? problem->code + ": " + problem->cure : "fine";
}

}  // namespace

TEST_CASE("names are letters, digits and single underscores") {
  for (const char* const name : {"a", "user", "get_user", "User2", "a_b_c", "x1"}) {
    INFO(name);
    CHECK(verdict(name, NameUse::id) == "fine");
  }
  CHECK(verdict("user-id", NameUse::id) == "bad-name: user_id");
  CHECK(verdict("_user", NameUse::id) == "bad-name: user");
  CHECK(verdict("user_", NameUse::id) == "bad-name: user");
  CHECK(verdict("a__b", NameUse::id) == "bad-name: a_b");
  CHECK(verdict("3d", NameUse::id) == "bad-name: n3d");
  CHECK(verdict("", NameUse::id) == "bad-name: name");
  CHECK(verdict("größe", NameUse::id) == "bad-name: gr_e");
}

TEST_CASE("keywords and macros of C++ are reserved everywhere", "[SX-04]") {
  for (const NameUse use :
       {NameUse::cache, NameUse::name_space, NameUse::id, NameUse::segment, NameUse::argument, NameUse::method}) {
    CHECK(verdict("class", use).starts_with("reserved-name"));
    CHECK(verdict("co_await", use).starts_with("reserved-name"));
    CHECK(verdict("xor", use).starts_with("reserved-name"));
    CHECK(verdict("errno", use).starts_with("reserved-name"));
  }
}

TEST_CASE("each use has names of its own that generated code needs", "[SX-04]") {
  for (const char* const name :
       {"invalidate", "clear", "tags", "primitives", "query", "warm", "source", "default_options", "disconnect",
        "expire", "refresh", "verify", "stats", "reset_stats", "entries", "shutdown", "options", "flights"}) {
    INFO(name);
    CHECK(verdict(name, NameUse::method) == "reserved-name: load_" + std::string(name));
    CHECK(verdict(name, NameUse::segment) == "fine");
  }
  CHECK(verdict("path", NameUse::segment) == "reserved-name: path_tag");
  CHECK(verdict("path", NameUse::method) == "fine");
  CHECK(verdict("source", NameUse::argument) == "fine");
  CHECK(verdict("std", NameUse::name_space) == "reserved-name: std_caches");
  CHECK(verdict("main", NameUse::name_space) == "reserved-name: main_caches");
  CHECK(verdict("tagcache", NameUse::name_space) == "reserved-name: tagcache_caches");
  CHECK(verdict("std", NameUse::inner_name_space) == "reserved-name: std_caches");
  CHECK(verdict("tagcache", NameUse::inner_name_space) == "fine");
  CHECK(verdict("tagcache", NameUse::cache) == "reserved-name: tagcacheCache");
  CHECK(verdict("name", NameUse::segment) == "fine");
}
