#include "catch.hpp"
#include "stage_results.hpp"

using namespace tagcache::generator;

namespace {

constexpr auto head =
    "cache: A\n"
    "ids: { user: UserId, post: int }\n"
    "tags: [config, users(user).posts(post), posts(post)]\n";

/// Errors of a schema with one query, whose text begins at line 5.
Strings errors_of(const std::string& query) {
  return resolved(std::string(head) + "queries:\n  q: { " + query + " }\n").errors();
}

}  // namespace

TEST_CASE("arguments and tags of a query are bound", "[S-016][SX-06][SX-07]") {
  const Resolved result = resolved(std::string(head) +
                                   "queries:\n"
                                   "  move:\n"
                                   "    args: [to: user, user, page: long, post]\n"
                                   "    key_only: [page]\n"
                                   "    returns: User\n"
                                   "    tags: [users(user).posts(post), users(to).posts, config]\n");
  REQUIRE(result.model);
  const Query& query = result.model->queries.at(0);
  CHECK(query.name == "move");
  CHECK(query.returns == "User");
  REQUIRE(query.arguments.size() == 4);
  CHECK(query.arguments[0].name == "to");
  CHECK(query.arguments[0].type == "UserId");
  CHECK(query.arguments[1].type == "UserId");
  CHECK(query.arguments[2].type == "long");
  CHECK(query.arguments[3].facts.canonical == "int");
  Strings tags;
  for (const FilledTag& tag : query.tags) tags.push_back(filled_as(*result.model, query.arguments, tag));
  CHECK(tags == Strings{"users(user).posts(post) <- user post", "users(user).posts <- to", "config <-"});
}

TEST_CASE("options are durations", "[P-092][P-097][R-026][R-029]") {
  const Resolved result = resolved(
      "cache: A\ndefaults: { ttl: 30s, grace: 5m }\ntags: [config]\nqueries:\n"
      "  a: { returns: int, tags: [config], ttl: 250, grace: off }\n"
      "  b: { returns: int, tags: [config], ttl: 100ms, grace: 0s }\n"
      "  c: { returns: int, tags: [config], ttl: 0 }\n"
      "  d: { returns: int, tags: [config], ttl: 1500ms, grace: 365d }\n"
      "  e: { returns: int, tags: [config], ttl: 86400s }\n");
  REQUIRE(result.model);
  CHECK(result.model->defaults.ttl == Milliseconds(30'000));
  CHECK(result.model->defaults.grace == Milliseconds(300'000));
  CHECK(result.model->queries[0].options.ttl == Milliseconds(250));
  CHECK(result.model->queries[0].options.grace == Milliseconds(0));
  CHECK(result.model->queries[1].options.ttl == Milliseconds(100));
  CHECK(result.model->queries[1].options.grace == Milliseconds(0));
  CHECK(result.model->queries[2].options.ttl == Milliseconds(0));
  CHECK_FALSE(result.model->queries[2].options.grace);
  CHECK(result.model->queries[3].options.ttl == Milliseconds(1'500));
  CHECK(result.model->queries[3].options.grace == Milliseconds(31'536'000'000));
  CHECK(result.model->queries[4].options.ttl == Milliseconds(86'400'000));
}

TEST_CASE("each option that takes a duration takes the name of one", "[R-023]") {
  const Resolved result = resolved(
      "cache: A\ntags: [config]\nqueries:\n"
      "  a: { returns: int, tags: [config], ttl: long, grace: short, refresh_ahead: short, consistency: short }\n"
      "durations: { short: 5s, long: 1h }\n");
  REQUIRE(result.model);
  const Query& query = result.model->queries[0];
  CHECK(query.options.ttl == std::chrono::hours(1));
  CHECK(query.options.grace == std::chrono::seconds(5));
  CHECK(query.options.refresh_ahead == tagcache::RefreshAhead(std::chrono::seconds(5)));
  CHECK(query.options.consistency == tagcache::Consistency(std::chrono::seconds(5)));
  CHECK(query.duration_names ==
        std::map<std::string, std::string>{
            {"ttl", "long"}, {"grace", "short"}, {"refresh_ahead", "short"}, {"consistency", "short"}});
}

TEST_CASE("what is no duration is refused", "[P-098][P-099]") {
  for (const char* const text : {"10x", "-5s", "1.5s", "5 s", "5S", "1h30m", "9223372036854775808"}) {
    INFO(text);
    CHECK(errors_of("returns: int, tags: [config], ttl: " + std::string(text)) == Strings{"5:43 bad-duration"});
  }
  for (const char* const text : {"invalid", "s10"}) {
    INFO(text);
    CHECK(errors_of("returns: int, tags: [config], ttl: " + std::string(text)) == Strings{"5:43 unknown-duration"});
  }
}

TEST_CASE("an id in a tag must be an argument", "[S-045][SX-06][R-100][RX-10]") {
  CHECK(errors_of("returns: int, tags: [users(user)]") == Strings{"5:35 unknown-argument"});
  CHECK(errors_of("args: [post], returns: int, tags: [users(usr), posts(post)]") == Strings{"5:49 unknown-argument"});
}

TEST_CASE("the error of a query names it and says what to write", "[S-045]") {
  const Resolved result = resolved(std::string(head) + "queries:\n  get: { returns: int, tags: [users(user)] }\n");
  const std::string text = result.parsed.diagnostics.text();
  CHECK(text.find("the query get has no argument 'user'") != std::string::npos);
  CHECK(text.find("write:    args: [user]") != std::string::npos);
}

TEST_CASE("an argument is used by a tag or by key_only, and not by both", "[SX-06]") {
  CHECK(errors_of("args: [user, page: int], returns: int, tags: [users(user)]") == Strings{"5:21 unused-argument"});
  CHECK(errors_of("args: [user, page: int], key_only: [page], returns: int, tags: [users(user)]").empty());
  CHECK(errors_of("args: [user], key_only: [user], returns: int, tags: [users(user)]") ==
        Strings{"5:33 key-only-in-tag"});
  CHECK(errors_of("args: [user], key_only: [page], returns: int, tags: [users(user)]") ==
        Strings{"5:33 unknown-argument"});
}

TEST_CASE("an argument fills a segment only with the right id", "[SX-07]") {
  CHECK(errors_of("args: [post], returns: int, tags: [users(post)]") == Strings{"5:49 wrong-id"});
  CHECK(errors_of("args: [who: UserId], returns: int, tags: [users(who)]").empty());
  CHECK(errors_of("args: [who: user], returns: int, tags: [users(who)]").empty());
}

TEST_CASE("a tag has the right number of ids") {
  CHECK(errors_of("args: [user], returns: int, tags: [users.posts]") == Strings{"5:49 tag-arity"});
  CHECK(errors_of("args: [user], returns: int, tags: [config(user)]") == Strings{"5:50 tag-arity"});
  CHECK(errors_of("args: [user, post], returns: int, tags: [users(user)(post)]") == Strings{"5:61 tag-arity"});
  CHECK(errors_of("args: [user], returns: int, tags: [(user)]") == Strings{"5:44 tag-arity"});
}

TEST_CASE("tags that are not declared are refused at their place", "[SX-16]") {
  CHECK(errors_of("args: [user], returns: int, tags: [userz(user)]") == Strings{"5:43 unknown-tag"});
  CHECK(errors_of("args: [user], returns: int, tags: [users(user).nonsense]") == Strings{"5:55 unknown-tag"});
}

TEST_CASE("a query has at least one tag", "[S-046]") {
  CHECK(errors_of("returns: int") == Strings{"5:3 no-tags"});
  CHECK(errors_of("returns: int, tags: []") == Strings{"5:22 no-tags"});
}

TEST_CASE("names of queries and mutations are methods, each once", "[S-044]") {
  const std::string query = "{ returns: int, tags: [config] }\n";
  CHECK(resolved(std::string(head) + "queries:\n  q: " + query + "  q: " + query).errors() ==
        Strings{"6:3 duplicate-name"});
  CHECK(resolved(std::string(head) + "queries:\n  q: " + query + "mutations:\n  q: { invalidates: [config] }\n")
            .errors() == Strings{"7:3 duplicate-name"});
  CHECK(resolved(std::string(head) + "queries:\n  A: " + query + "  clear: " + query).errors() ==
        Strings{"5:3 reserved-name", "6:3 reserved-name"});
}

TEST_CASE("a part that failed to parse causes no second error") {
  CHECK(errors_of("args: [user, 'page: int'], returns: int, tags: [users(user), posts(page)]") ==
        Strings{"5:22 argument-syntax"});
  CHECK(errors_of("args: [user, page: int], returns: int, tags: [users(user).]") == Strings{"5:65 tag-syntax"});
  CHECK(errors_of("args: [user, pages], returns: int, tags: [users(user)(pages)]") ==
        Strings{"5:21 unknown-id", "5:62 tag-arity"});
  CHECK(errors_of("args: [user], key_only: page, returns: int, tags: [config]") == Strings{"5:32 wrong-shape"});
}

TEST_CASE("types that inspect did not find cause no second error") {
  const Resolved result =
      resolved(std::string(head) + "queries:\n  q: { args: [user: Usr], returns: Nothing, tags: [users(user)] }\n",
               TypeCatalog{});
  CHECK(result.errors().empty());
}

TEST_CASE("arguments of queries can be keys") {
  TypeCatalog catalog = catalog_of({"int", "UserId", "User"});
  catalog.types["User"].not_a_key = "why";
  CHECK(
      resolved(std::string(head) + "queries:\n  q: { args: [x: User], key_only: [x], returns: int, tags: [config] }\n",
               catalog)
          .errors() == Strings{"5:18 not-a-key"});
}
