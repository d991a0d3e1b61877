#include "document/parse.hpp"

#include "catch.hpp"
#include "stage_results.hpp"

using namespace tagcache::generator;

namespace {

constexpr auto blog = R"(# yaml-language-server: $schema=tagcache.schema.json
$schema: tagcache.schema.json
cache: BlogCache
namespace: team::blog
include: [model.hpp, ids.h]
defaults: { ttl: 30s, grace: 5m }
x-owner: { any: [thing] }

ids:
  user: blog::UserId
  x-note: left alone

tags:
  - config
  - users(user).settings

queries:
  list_posts:
    args: [user, page: int, from: user]
    key_only: [page]
    returns: std::vector<Post>
    tags: [users(user).posts, users(from)]
    ttl: 250
    grace: off

mutations:
  rename_user:
    args: [user, name: std::string]
    returns: bool
    invalidates: [users(user)]
    recache: [get_user(user)]
)";

}  // namespace

TEST_CASE("the head of a schema is read as written") {
  const Parsed result = parsed(blog);
  REQUIRE(result.diagnostics.empty());
  const SchemaDocument& document = *result.document;
  CHECK(document.cache.value == "BlogCache");
  CHECK(document.cache.range == SourceRange{document.file, 3, 8, 9});
  REQUIRE(document.name_space);
  CHECK(document.name_space->value == "team::blog");
  REQUIRE(document.headers.size() == 2);
  CHECK(document.headers[0].value == "model.hpp");
  CHECK(document.headers[1].value == "ids.h");
  CHECK(document.schemas_read == Strings{"schema.yaml"});
  CHECK(document.defaults.ttl->value == "30s");
  CHECK(document.defaults.grace->value == "5m");
  REQUIRE(document.ids.size() == 1);
  CHECK(document.ids[0].name.value == "user");
  CHECK(document.ids[0].type.value == "blog::UserId");
  CHECK(document.ids[0].type.range == SourceRange{document.file, 10, 9, 12});
  REQUIRE(document.tags.size() == 2);
  CHECK(document.tags[1].segments.size() == 3);
}

TEST_CASE("queries and mutations are read as written", "[SX-06]") {
  const Parsed result = parsed(blog);
  REQUIRE(result.document);
  REQUIRE(result.document->queries.size() == 1);
  const WrittenQuery& query = result.document->queries[0];
  CHECK(query.name.value == "list_posts");
  CHECK(query.complete);
  REQUIRE(query.arguments.size() == 3);
  CHECK(query.arguments[0].name.value == "user");
  CHECK_FALSE(query.arguments[0].type);
  CHECK(query.arguments[1].name.value == "page");
  CHECK(query.arguments[1].type->value == "int");
  CHECK(query.arguments[2].type->value == "user");
  CHECK(query.key_only.at(0).value == "page");
  CHECK(query.returns->value == "std::vector<Post>");
  CHECK(query.tags.size() == 2);
  CHECK(query.tags_range.line == 22);
  CHECK(query.options.ttl->value == "250");
  CHECK(query.options.grace->value == "off");

  REQUIRE(result.document->mutations.size() == 1);
  const WrittenMutation& mutation = result.document->mutations[0];
  CHECK(mutation.arguments[1].type->value == "std::string");
  CHECK(mutation.returns->value == "bool");
  CHECK(mutation.invalidates.size() == 1);
  CHECK(mutation.recache.at(0).query.value == "get_user");
  CHECK(mutation.recache.at(0).arguments.at(0).text.value == "user");
}

TEST_CASE("a schema needs no queries and no tags", "[S-040]") {
  const Parsed result = parsed("cache: A\n");
  CHECK(result.diagnostics.empty());
  CHECK(result.document->queries.empty());
}

TEST_CASE("included schemas are merged, each read once, and keep their places", "[SX-17]") {
  const Parsed result = parsed("cache: A\ninclude: [parts/users.yaml, parts/ids.yaml, model.hpp]\ntags: [b(user)]\n",
                               {{"parts/users.yaml", "include: [ids.yaml, users.hpp]\ntags: [a(user)]\n"},
                                {"parts/ids.yaml", "ids: { user: int }\ninclude: [users.hpp]\n"}});
  REQUIRE(result.diagnostics.empty());
  const SchemaDocument& document = *result.document;
  CHECK(document.schemas_read == Strings{"schema.yaml", "parts/users.yaml", "parts/ids.yaml"});
  REQUIRE(document.ids.size() == 1);
  CHECK(document.ids[0].name.range.file->path() == "parts/ids.yaml");
  REQUIRE(document.tags.size() == 2);
  CHECK(document.tags[0].segments[0].name.value == "a");
  CHECK(document.tags[1].range.file->path() == "schema.yaml");
  REQUIRE(document.headers.size() == 2);
  CHECK(document.headers[0].value == "users.hpp");
  CHECK(document.headers[1].value == "model.hpp");
}

TEST_CASE("schemas that include each other are reported with the whole circle") {
  const Parsed result =
      parsed("cache: A\ninclude: [b.yaml]\n", {{"b.yaml", "include: [c.yaml]\n"}, {"c.yaml", "include: [b.yaml]\n"}});
  CHECK(errors_in(result.diagnostics) == Strings{"c.yaml:1:11 include-cycle"});
  CHECK(result.diagnostics.text().find("b.yaml -> c.yaml -> b.yaml") != std::string::npos);
}

TEST_CASE("without a readable schema there is no document") {
  CHECK_FALSE(parsed("cache: [\n").document);
  CHECK_FALSE(parsed("- cache\n").document);
}

TEST_CASE("of a schema that includes an unreadable one there is a document, which says what may be missing") {
  const Parsed missing = parsed("cache: A\ninclude: [gone.yaml, a.hpp]\n");
  CHECK(errors_in(missing.diagnostics) == Strings{"2:11 cannot-read"});
  REQUIRE(missing.document);
  CHECK(missing.document->headers.size() == 1);
  CHECK_FALSE(missing.document->schemas_complete);
  CHECK_FALSE(missing.document->ids_complete);
  CHECK_FALSE(missing.document->tags_complete);
  CHECK_FALSE(missing.document->intersections_complete);
  CHECK_FALSE(missing.document->queries_complete);
  CHECK_FALSE(parsed("cache: A\ninclude: [b.yaml]\n", {{"b.yaml", "ids: [\n"}}).document->schemas_complete);
  CHECK_FALSE(parsed("cache: A\ninclude: [b.yaml]\n", {{"b.yaml", "- ids\n"}}).document->schemas_complete);
}

TEST_CASE("errors leave a document behind, so that later stages can report theirs") {
  const Parsed result = parsed("cache: A\ntags: [a, b.]\nqueries:\n  q: { args: [{}], returns: int, tags: [a] }\n");
  CHECK(errors_in(result.diagnostics) == Strings{"2:12 tag-syntax", "4:15 wrong-shape"});
  REQUIRE(result.document);
  CHECK(result.document->tags.size() == 2);
  CHECK_FALSE(result.document->tags[1].complete);
  CHECK(result.document->tags_complete);
  CHECK_FALSE(result.document->queries[0].complete);
}

TEST_CASE("a misspelt key is read as the one that was meant") {
  const Parsed result = parsed("cache: A\nqueries:\n  q: { retuns: int, tags: [a] }\n");
  CHECK(errors_in(result.diagnostics) == Strings{"3:8 unknown-key"});
  CHECK(result.document->queries[0].returns->value == "int");
}
