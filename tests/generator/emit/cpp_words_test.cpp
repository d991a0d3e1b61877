#include "catch.hpp"
#include "emit/cpp_durations.hpp"
#include "emit/cpp_names.hpp"
#include "emit/cpp_options.hpp"
#include "emit/cpp_text.hpp"
#include "support/standard_headers.hpp"
#include "support/type_words.hpp"

using namespace tagcache::generator;

TEST_CASE("names: snake case becomes camel case") {
  CHECK(camel_case("get_user") == "GetUser");
  CHECK(camel_case("getUser") == "GetUser");
  CHECK(camel_case("user2_x") == "User2X");
}

TEST_CASE("names: identifiers of a type") {
  CHECK(identifiers("std::vector<Post2>") == std::set<std::string>{"std", "vector", "Post2"});
  CHECK(identifiers("std::array<int, 16>") == std::set<std::string>{"std", "array", "int"});
}

TEST_CASE("names: a type is spelled otherwise where a name of it is looked up") {
  const Spellings spellings{{"Value", "::shop::Value"}, {"key", "::key"}};
  CHECK(names_looked_up("std::map<key, shop:: Value>") == std::set<std::string>{"std", "key", "shop"});
  CHECK(respelled("Value", spellings) == "::shop::Value");
  CHECK(respelled("std::map<key, std::array<Value::Kind, 16>>", spellings) ==
        "std::map<::key, std::array<::shop::Value::Kind, 16>>");
  CHECK(respelled("std::pair<other::Value, other:: key>", spellings) == "std::pair<other::Value, other:: key>");
  CHECK(respelled("Values<Value_key, 0xAu>", spellings) == "Values<Value_key, 0xAu>");
}

TEST_CASE("names: those of parameters are no types") {
  const Spellings spellings{{"Value", "::shop::Value"}};
  using Names = std::set<std::string>;
  CHECK(names_looked_up("std::function<void(int page, Post post)>") == Names{"std", "void", "int", "Post"});
  CHECK(names_looked_up("void(char (*call)(Post), long list[4], Node* node)") ==
        Names{"void", "char", "Post", "long", "Node"});
  CHECK(respelled("std::function<Value(int Value)>", spellings) == "std::function<::shop::Value(int Value)>");
  CHECK(respelled("void(Value Value, const Value& other)", spellings) ==
        "void(::shop::Value Value, const ::shop::Value& other)");
  CHECK(respelled("void(std::vector<Value> Value)", spellings) == "void(std::vector<::shop::Value> Value)");
  for (const std::string same : {"void(Value)", "void(const Value)", "void(int, Value)", "void(enum Value, int)",
                                 "void(std::map<int, Value>)", "decltype(int() + sizeof(Value))", "Two<int, Value>"}) {
    INFO(same);
    CHECK(names_looked_up(same).contains("Value"));
  }
}

TEST_CASE("names: a scope gives each name once") {
  NameScope scope({"Users"});
  CHECK(scope.unique("Posts", "Tag") == "Posts");
  CHECK(scope.unique("Users", "Tag") == "UsersTag");
  CHECK(scope.unique("Users", "Tag") == "UsersTag2");
  CHECK(scope.unique("Users", "Tag") == "UsersTag3");
}

TEST_CASE("durations: the largest unit that leaves nothing over") {
  CHECK(duration_expression(Milliseconds(0)) == "std::chrono::milliseconds(0)");
  CHECK(duration_expression(Milliseconds(1'500)) == "std::chrono::milliseconds(1500)");
  CHECK(duration_expression(Milliseconds(90'000)) == "std::chrono::seconds(90)");
  CHECK(duration_expression(Milliseconds(300'000)) == "std::chrono::minutes(5)");
  CHECK(duration_expression(Milliseconds(7'200'000)) == "std::chrono::hours(2)");
  CHECK(duration_expression(Milliseconds(604'800'000)) == "std::chrono::days(7)");
  CHECK(duration_text(Milliseconds(604'800'000)) == "7d");
}

TEST_CASE("durations: options in words and in code") {
  CHECK(option_comment({}).empty());
  CHECK(option_comment({.ttl = Milliseconds(1'000), .grace = Milliseconds(0)}) == "ttl 1s, grace off");
  CHECK(option_initialisers({.grace = Milliseconds(1'000)}) == ".grace = std::chrono::seconds(1)");
}

TEST_CASE("standard headers: of every name of std in a type") {
  CHECK(standard_headers("std::map<std::string, std::vector<Post>>") ==
        std::set<std::string>{"map", "string", "vector"});
  CHECK(standard_headers("std::uint64_t") == std::set<std::string>{"cstdint"});
  CHECK(standard_headers("std::chrono::milliseconds") == std::set<std::string>{"chrono"});
  CHECK(standard_headers("mine::vector<int>").empty());
}

TEST_CASE("texts: what compilers would read as something else is escaped") {
  CHECK(cpp_text("") == "\"\"");
  CHECK(cpp_text("a 'b' \xC3\xA9?") == "\"a 'b' \xC3\xA9?\"");
  CHECK(cpp_text("?\?/") == R"("?\?/")");
  CHECK(cpp_text("?\?\?=") == R"("?\?\?=")");
  CHECK(cpp_text("\x7F"
                 "1\xE2\x80\xAE"
                 "2") == R"("\1771\342\200\2562")");
}
