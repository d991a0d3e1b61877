#include "document/parse_tag.hpp"

#include "catch.hpp"
#include "document/parse_recache.hpp"
#include "stage_results.hpp"

using namespace tagcache::generator;

namespace {

const SourceFile file("schema.yaml", "- users(user).posts(post)\n");

Text text_at(const std::string& text) { return {text, {&file, 1, 3, static_cast<std::uint32_t>(text.size())}}; }

/// `users (user) posts`: wild segments in parentheses.
std::string shown(const WrittenTag& tag) {
  std::string text;
  for (const WrittenSegment& segment : tag.segments) {
    if (!text.empty()) text += ' ';
    text += segment.kind == WrittenSegment::Kind::wild ? '(' + segment.name.value + ')' : segment.name.value;
  }
  return text;
}

std::string parsed_as(const std::string& text) {
  Diagnostics diagnostics;
  const WrittenTag tag = parse_tag(text_at(text), diagnostics);
  return diagnostics.empty() ? shown(tag) : errors_in(diagnostics).front() + ": " + shown(tag);
}

std::string recached_as(const std::string& text) {
  Diagnostics diagnostics;
  const std::optional<WrittenRecache> recache = parse_recache(text_at(text), diagnostics);
  if (!recache) return errors_in(diagnostics).front();
  std::string shown = recache->query.value;
  for (const WrittenPassed& passed : recache->arguments) {
    shown += ' ' + (passed.is_value ? '=' + passed.text.value : passed.text.value);
  }
  return shown;
}

}  // namespace

TEST_CASE("static and wild segments follow each other in any order",
          "[S-001][S-002][S-003][S-004][S-007][S-008][S-009]") {
  CHECK(parsed_as("posts") == "posts");
  CHECK(parsed_as("posts(post)") == "posts (post)");
  CHECK(parsed_as("posts(post).comments") == "posts (post) comments");
  CHECK(parsed_as("posts(post).comments(comment)") == "posts (post) comments (comment)");
  CHECK(parsed_as("a(x)(y)") == "a (x) (y)");
  CHECK(parsed_as("(x)") == "(x)");
  CHECK(parsed_as("(user).settings") == "(user) settings");
  CHECK(parsed_as("a.b.c") == "a b c");
}

TEST_CASE("only parentheses make a segment wild, no word does", "[SX-18]") {
  CHECK(parsed_as("WildUsers.wild") == "WildUsers wild");
}

TEST_CASE("segments know their places") {
  Diagnostics diagnostics;
  const WrittenTag tag = parse_tag(text_at("users(user).posts(post)"), diagnostics);
  REQUIRE(tag.segments.size() == 4);
  CHECK(tag.segments[0].name.range == SourceRange{&file, 1, 3, 5});
  CHECK(tag.segments[1].name.range == SourceRange{&file, 1, 9, 4});
  CHECK(tag.segments[2].name.range == SourceRange{&file, 1, 15, 5});
  CHECK(tag.segments[3].name.range == SourceRange{&file, 1, 21, 4});
}

TEST_CASE("a malformed tag is one error at its first wrong letter, and keeps what stands in front of it") {
  CHECK(parsed_as("users.(user)") == "1:9 tag-syntax: users");
  CHECK(parsed_as("users(a,b)") == "1:10 tag-syntax: users");
  CHECK(parsed_as("users(user).") == "1:14 tag-syntax: users (user)");
  CHECK(parsed_as("users(user") == "1:12 tag-syntax: users");
  CHECK(parsed_as("users()") == "1:9 tag-syntax: users");
  CHECK(parsed_as("users)") == "1:8 tag-syntax: users");
  CHECK(parsed_as("users posts") == "1:8 tag-syntax: users");
  CHECK(parsed_as("users(user)posts") == "1:14 tag-syntax: users (user)");
  CHECK(parsed_as(".users") == "1:3 tag-syntax: ");
}

TEST_CASE("queries below recache are read with their arguments") {
  CHECK(recached_as("get_user(user)") == "get_user user");
  CHECK(recached_as("list( user , page )") == "list user page");
  CHECK(recached_as("get_config()") == "get_config");
  CHECK(recached_as("get_config( )") == "get_config");
}

TEST_CASE("values below recache are told from names of arguments", "[R-073]") {
  CHECK(recached_as("list(user, 50)") == "list user =50");
  CHECK(recached_as("list(-1, true, false)") == "list =-1 =true =false");
  CHECK(recached_as("list(\"a, b (c)\", user)") == "list =\"a, b (c)\" user");
  CHECK(recached_as("list(\"\")") == "list =\"\"");
  CHECK(recached_as("list(shop::Order::newest, std::nullopt)") == "list =shop::Order::newest =std::nullopt");
  CHECK(recached_as("list(page1, truth)") == "list page1 truth");
  // Whether it is a value shows beside the type that is wanted.
  CHECK(recached_as("list({1, 2}, [3, 4], f(5, 6), user)") == "list ={1, 2} =[3, 4] =f(5, 6) user");
  CHECK(recached_as("list(1'000, 'a', ',', std::array<int, 2>{}, +1)") ==
        "list =1'000 ='a' =',' =std::array<int, 2>{} =+1");
  CHECK(recached_as("list(\"a, b)") == "list =\"a, b");
  CHECK(recached_as("list(us er)") == "list =us er");
}

TEST_CASE("what is no query with arguments is one error") {
  for (const char* const text : {"get_user(user", "(user)", "get_user(user))", "get user(user)", "get_user[user]",
                                 "get_user(user);", "get_user(user, a})"}) {
    INFO(text);
    CHECK(recached_as(text).ends_with("recache-syntax"));
  }
  CHECK(recached_as("get_user(user,)") == "1:17 recache-syntax");
}
