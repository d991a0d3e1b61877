#include "catch.hpp"
#include "model/tag_text.hpp"
#include "stage_results.hpp"

using namespace tagcache::generator;

namespace {

constexpr auto head = "cache: A\nids: { user: UserId, post: int, comment: long }\n";

Strings tags_of(const std::string& tags) {
  const Resolved result = resolved(head + tags);
  INFO(result.parsed.diagnostics.text());
  REQUIRE(result.model);
  return patterns_of(*result.model);
}

Strings errors_of(const std::string& tags) { return resolved(head + tags).errors(); }

}  // namespace

TEST_CASE("a static tag keeps its kind and its name", "[S-001][S-018]") {
  const Resolved result = resolved("cache: A\ntags: [posts]\n");
  REQUIRE(result.model);
  REQUIRE(result.model->tags.size() == 2);
  CHECK(result.model->tags[0].kind == TagNode::Kind::root);
  CHECK(result.model->tags[1].kind == TagNode::Kind::fixed);
  CHECK(result.model->tags[1].name == "posts");
  CHECK(result.model->tags[0].children == std::vector<std::size_t>{1});
}

TEST_CASE("a wild tag knows its id", "[S-002][S-003]") {
  const Resolved result = resolved(std::string(head) + "tags: [posts(post)]\n");
  REQUIRE(result.model);
  REQUIRE(result.model->tags.size() == 3);
  CHECK(result.model->tags[2].kind == TagNode::Kind::wild);
  CHECK(result.model->tags[2].parent == 1);
  CHECK(result.model->ids[result.model->tags[2].id].name == "post");
}

TEST_CASE("prefixes of declared tags are tags", "[S-004][S-012][S-013][S-016]") {
  CHECK(tags_of("tags: [posts(post).comments(comment)]\n") ==
        Strings{"posts", "posts(post)", "posts(post).comments", "posts(post).comments(comment)"});
  CHECK(tags_of("tags: [posts(post), posts]\n") == Strings{"posts", "posts(post)"});
}

TEST_CASE("siblings stand side by side and do not change each other", "[S-005][S-014][S-017]") {
  CHECK(tags_of("tags: [posts, users, settings]\n") == Strings{"posts", "users", "settings"});
}

TEST_CASE("children and siblings combine to any depth", "[S-006][S-015][SX-01]") {
  const Resolved result = resolved(
      std::string(head) + "tags: [posts(post).comments(comment), posts.settings, history, posts(post).settings]\n");
  REQUIRE(result.model);
  CHECK(patterns_of(*result.model) == Strings{"posts", "posts(post)", "posts(post).comments",
                                              "posts(post).comments(comment)", "posts.settings", "history",
                                              "posts(post).settings"});
  // The wild child stands behind its static siblings.
  const TagNode& posts = result.model->tags[1];
  REQUIRE(posts.children.size() == 2);
  CHECK(pattern_of(*result.model, posts.children[0]) == "posts.settings");
  CHECK(pattern_of(*result.model, posts.children[1]) == "posts(post)");
}

TEST_CASE("a wild segment may follow a wild one, and stand at the root", "[S-007][S-008][SX-03]") {
  CHECK(tags_of("tags: [a(user)(post)]\n") == Strings{"a", "a(user)", "a(user)(post)"});
  CHECK(tags_of("tags: [(user).x, b]\n") == Strings{"(user)", "(user).x", "b"});
}

TEST_CASE("static segments may have static children", "[S-009][SX-20]") {
  CHECK(tags_of("tags: [a.b, a.c]\n") == Strings{"a", "a.b", "a.c"});
}

TEST_CASE("a realistic schema", "[S-010]") {
  CHECK(tags_of("tags:\n  - users(user).profile\n  - users(user).posts(post)\n  - posts(post).comments(comment)\n"
                "  - posts(post).metadata\n  - config\n") ==
        Strings{"users", "users(user)", "users(user).profile", "users(user).posts", "users(user).posts(post)", "posts",
                "posts(post)", "posts(post).comments", "posts(post).comments(comment)", "posts(post).metadata",
                "config"});
}

TEST_CASE("a tag that is declared twice is refused with both places", "[SX-05]") {
  CHECK(errors_of("tags: [posts, posts(post), posts]\n") == Strings{"3:28 duplicate-tag"});
  CHECK(resolved("cache: A\ntags: [posts, posts]\n").parsed.diagnostics.text().find("2:8: note:") != std::string::npos);
}

TEST_CASE("reserved and malformed segment names are refused once", "[SX-04]") {
  CHECK(errors_of("tags: [users(user).path, users(user).path.x, class]\n") ==
        Strings{"3:20 reserved-name", "3:46 reserved-name"});
}

TEST_CASE("a segment is stored under its text, also where other tags stand below it", "[SX-04]") {
  const Resolved result = resolved(
      "cache: A\nids: { page: int, user: long }\n"
      "tags:\n  - pages(page).created\n  - pages: { text: 404 }\n  - pages(page).made: { text: true }\n"
      "  - users: { text: \"app:users\", doc: All of them. }\n  - users(user)\n");
  INFO(result.parsed.diagnostics.text());
  REQUIRE(result.model);
  Strings stored;
  for (std::size_t node = 1; node < result.model->tags.size(); ++node) {
    stored.push_back(stored_pattern(*result.model, node));
  }
  CHECK(stored == Strings{"\"404\"", "\"404\"(page)", "\"404\"(page).created", "\"404\"(page).true", "\"app:users\"",
                          "\"app:users\"(user)"});
  CHECK(result.model->tags[5].doc == "All of them.");
}

TEST_CASE("texts of tags at one place differ, at other places they may be the same", "[SX-04][SX-05]") {
  CHECK(errors_of("tags: [{ a: { text: c } }, { b: { text: c } }]\n") == Strings{"3:41 segment-text"});
  CHECK(errors_of("tags: [{ a: { text: c } }, c]\n") == Strings{"3:21 segment-text"});
  CHECK(errors_of("tags: [{ a: { text: b } }, { b: { text: a } }, { a.a: { text: b } }]\n").empty());
  CHECK(errors_of("tags: [{ posts(post): { text: b } }]\n") == Strings{"3:31 segment-text"});
}

TEST_CASE("two ids cannot share a place") {
  CHECK(errors_of("tags: [posts(post), posts(user)]\n") == Strings{"3:27 conflicting-ids"});
}

TEST_CASE("ids that are not declared are reported, and cause no error in queries", "[SX-17]") {
  CHECK(errors_of("tags: [posts(pots).x]\nqueries:\n  q: { args: [post], returns: int, tags: [posts(post).x] }\n") ==
        Strings{"3:14 unknown-id"});
}

TEST_CASE("types that cannot be keys cannot be ids") {
  TypeCatalog catalog = catalog_of({"User"});
  catalog.types["User"].not_an_id = "its field 'posts' is a std::vector";
  CHECK(resolved("cache: A\nids: { user: User }\ntags: [users(user)]\n", catalog).errors() ==
        Strings{"2:14 not-an-id"});
}
