#include "model/resolve.hpp"

#include "catch.hpp"
#include "stage_results.hpp"

using namespace tagcache::generator;

namespace {

constexpr auto head =
    "cache: A\n"
    "ids: { user: UserId, post: int }\n"
    "tags: [users(user), posts(post)]\n"
    "queries:\n"
    "  get_user: { args: [user], returns: int, tags: [users(user)] }\n"
    "  get_both: { args: [user, post], returns: int, tags: [users(user), posts(post)] }\n"
    "mutations:\n";

/// Errors of a schema with one mutation, whose text begins at line 8.
Strings errors_of(const std::string& mutation) {
  return resolved(std::string(head) + "  m: { " + mutation + " }\n").errors();
}

}  // namespace

TEST_CASE("the head of a model is what the schema says") {
  const Resolved result =
      resolved("cache: BlogCache\nnamespace: team::blog\ninclude: [model.hpp]\nids: { user: UserId }\n");
  REQUIRE(result.model);
  CHECK(result.model->schema_name == "schema.yaml");
  CHECK(result.model->name == "BlogCache");
  CHECK(result.model->name_space == "team::blog");
  CHECK(result.model->headers == Strings{"model.hpp"});
  CHECK(result.model->ids.at(0).facts.canonical == "UserId");
  CHECK_FALSE(result.model->defaults.ttl);
}

TEST_CASE("a cache without queries is allowed", "[S-040]") {
  const Resolved result = resolved("cache: A\ntags: [posts]\n");
  REQUIRE(result.model);
  CHECK(result.model->queries.empty());
}

TEST_CASE("mutations are bound: arguments, tags, and queries to warm") {
  const Resolved result = resolved(std::string(head) +
                                   "  rename: { args: [name: long, post, user], invalidates: [posts, users(user)],"
                                   " recache: [\"get_both(user, post)\"] }\n");
  REQUIRE(result.model);
  const Mutation& mutation = result.model->mutations.at(0);
  CHECK(mutation.returns == "void");
  CHECK(filled_as(*result.model, mutation.arguments, mutation.invalidates.at(0)) == "posts <-");
  CHECK(filled_as(*result.model, mutation.arguments, mutation.invalidates.at(1)) == "users(user) <- user");
  REQUIRE(mutation.recache.size() == 1);
  CHECK(mutation.recache[0].query == 1);
  CHECK(mutation.recache[0].arguments == std::vector<PassedValue>{{2}, {1}});
}

TEST_CASE("a query to warm gets what is named, under whatever name the mutation has it", "[R-070][R-071][R-072]") {
  const Resolved result = resolved(std::string(head) +
                                   "  move: { args: [from: user, name: long, to: user, post], invalidates: [posts],"
                                   " recache: [get_user(to), \"get_both(from, post)\", get_user(from)] }\n");
  REQUIRE(result.model);
  const Mutation& mutation = result.model->mutations.at(0);
  REQUIRE(mutation.recache.size() == 3);
  CHECK(mutation.recache[0].arguments == std::vector<PassedValue>{{2}});
  CHECK(mutation.recache[1].arguments == std::vector<PassedValue>{{0}, {3}});
  CHECK(mutation.recache[2].arguments == std::vector<PassedValue>{{0}});
}

TEST_CASE("arguments of mutations need not be in a tag") { CHECK(errors_of("args: [user, name: long]").empty()); }

TEST_CASE("queries to warm get the right number of arguments of the right types", "[RX-30]") {
  CHECK(errors_of("args: [user], recache: [get_user()]") == Strings{"8:32 recache-arity"});
  CHECK(errors_of("args: [user, post], recache: ['get_user(user, post)']") == Strings{"8:39 recache-arity"});
  CHECK(errors_of("args: [post], recache: [get_user(post)]") == Strings{"8:41 recache-type"});
  CHECK(errors_of("args: [user], recache: [get_user(usr)]") == Strings{"8:41 unknown-argument"});
  CHECK(errors_of("args: [user], recache: [get_usr(user)]") == Strings{"8:32 unknown-query"});
  CHECK(errors_of("args: [user], recache: [get_user(user), get_user(user)]") == Strings{"8:48 duplicate-item"});
}

TEST_CASE("arguments of mutations can be copied") {
  TypeCatalog catalog = catalog_of({"UserId", "int", "Handle"});
  catalog.types["Handle"].copyable = false;
  CHECK(resolved(std::string(head) + "  m: { args: [handle: Handle] }\n", catalog).errors() ==
        Strings{"8:23 not-copyable"});
}

TEST_CASE("parts of the namespace are names, each with its place") {
  CHECK(resolved("cache: A\nnamespace: blog::2x::std\n").errors() == Strings{"2:18 bad-name", "2:22 reserved-name"});
  CHECK(resolved("cache: A\nnamespace: \"::blog\"\n").errors() == Strings{"2:13 bad-name"});
}

TEST_CASE("errors of all stages are reported in one run, in the order of their places") {
  CHECK(resolved("cache: class\nids: { user: [int] }\ntags: [users(user), a..b]\nqueries:\n"
                 "  q: { args: [user], returns: int, tags: [users(user), b], ttl: x }\n")
            .errors() == Strings{"1:8 reserved-name", "2:14 wrong-shape", "3:23 tag-syntax", "5:56 unknown-tag",
                                 "5:65 unknown-duration"});
}

TEST_CASE("all types that a schema names are mentioned, at each of their places") {
  const Parsed result = parsed(
      "cache: A\nnamespace: n\ninclude: [model.hpp]\nids: { user: UserId, bad: [] }\ntags: [users(user)]\nqueries:\n"
      "  q: { args: [user, from: user, page: int], returns: User, tags: [] }\n"
      "mutations:\n  m: { args: [name: long], returns: User }\n  n: { returns: void }\n");
  const MentionedTypes mentioned = mentioned_types(*result.document);
  CHECK(mentioned.name_space == "n");
  CHECK(mentioned.headers.at(0).value == "model.hpp");
  Strings types;
  for (const Text& type : mentioned.types) types.push_back(type.value + '@' + std::to_string(type.range.line));
  CHECK(types == Strings{"UserId@4", "int@7", "User@7", "long@9", "User@9"});
}
