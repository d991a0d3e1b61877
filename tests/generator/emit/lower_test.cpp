#include "emit/lower.hpp"

#include "catch.hpp"
#include "emit/model_of_a_blog.hpp"

using namespace tagcache::generator;

TEST_CASE("lower: names of files and classes") {
  const CppUnit unit = lower(model_of_a_blog());
  CHECK(unit.schema == "blog.yaml");
  CHECK(unit.header == "blog_cache.hpp");
  CHECK(unit.source == "blog_cache.cpp");
  CHECK(unit.cache == "BlogCache");
  CHECK(unit.tags_class == "BlogTags");
  CHECK(unit.source_class == "BlogSource");
  CHECK(unit.contract == "5");
}

TEST_CASE("lower: a file name that says cache does not say it twice") {
  CacheModel model = model_of_a_blog();
  model.schema_name = "blog_cache.v2.yaml";
  CHECK(lower(model).header == "blog_cache.v2_cache.hpp");
  model.schema_name = "blog_cache.yaml";
  CHECK(lower(model).header == "blog_cache.hpp");
  model.name = "Cache";
  CHECK(lower(model).tags_class == "CacheTags");
}

TEST_CASE("lower: includes are sorted, those of the user keep their order") {
  CacheModel model = model_of_a_blog();
  model.queries[0].arguments.push_back({"name", "std::optional<std::string>", text_facts()});
  const CppUnit unit = lower(model);
  CHECK(unit.header_includes == std::vector<std::string>{"memory", "optional", "string", "vector"});
  CHECK(unit.source_includes == std::vector<std::string>{"chrono", "memory", "string_view", "tuple", "utility"});
  CHECK(unit.user_includes == std::vector<std::string>{"model.hpp", "second.hpp"});
}

TEST_CASE("lower: a class for each tag, leaves first") {
  const CppUnit unit = lower(model_of_a_blog());
  REQUIRE(unit.tags.size() == 3);
  CHECK(unit.tags[0].name == "UsersByUserPosts");
  CHECK(unit.tags[0].pattern == "users(user).posts");
  CHECK(unit.tags[0].segments == R"("users", ::tagcache::id(user_.value), "posts")");
  CHECK(unit.tags[1].name == "UsersByUser");
  CHECK(unit.tags[1].constructor == "constexpr explicit UsersByUser(blog::UserId user) : posts(user), user_(user) {}");
  CHECK(unit.tags[1].children == std::vector<std::string>{"const UsersByUserPosts posts;"});
  CHECK(unit.tags[1].values == std::vector<std::string>{"const blog::UserId user_;"});
  CHECK(unit.tags[2].name == "Users");
  CHECK(unit.tags[2].constructor == "constexpr Users() = default;");
  CHECK(unit.tags[2].call ==
        "[[nodiscard]] constexpr UsersByUser operator()(blog::UserId user) const { return UsersByUser(user); }");
  CHECK(unit.root_members == std::vector<std::string>{"const Users users{};"});
  CHECK(unit.root_call.empty());
}

TEST_CASE("lower: ids that the compiler cannot compute with, and large ones") {
  CacheModel model = model_of_a_blog();
  model.ids[0].facts.literal = false;
  CHECK(lower(model).tags[1].constructor == "explicit UsersByUser(blog::UserId user) : posts(user), user_(user) {}");
  model.ids[0].facts = struct_facts("value", 17);
  CHECK(lower(model).tags[1].constructor ==
        "constexpr explicit UsersByUser(const blog::UserId& user) : posts(user), user_(user) {}");
  model.ids[0].facts = text_facts();
  CHECK(lower(model).tags[1].constructor ==
        "explicit UsersByUser(const blog::UserId& user) : posts(user), user_(user) {}");
  CHECK(lower(model).tags[1].segments == R"("users", ::tagcache::id(user_))");
}

TEST_CASE("lower: a query") {
  const CppUnit unit = lower(model_of_a_blog());
  REQUIRE(unit.queries.size() == 1);
  const CppQuery& query = unit.queries[0];
  CHECK(query.structure == "ListPosts");
  CHECK(query.comment == "Carries users(user).posts. grace off.");
  CHECK(query.types == "blog::UserId, int");
  CHECK(query.options == ".grace = std::chrono::milliseconds(0)");
  CHECK(query.key_parameters == "blog::UserId user, int page");
  CHECK(query.key_parts == "user.value, page");
  CHECK(query.tag_parameters == "blog::UserId user, [[maybe_unused]] int page");
  CHECK(query.tags == "BlogCache::tags.users(user).posts");
  CHECK(query.load_parameters == "BlogSource& source, blog::UserId user, int page");
  CHECK(query.load == "source.list_posts(user, page)");
  CHECK(query.arguments == "user, page");
}

TEST_CASE("lower: no class hides a type of the schema") {
  CacheModel model = model_of_a_blog();
  model.queries[0].returns = "ListPosts";
  model.queries[0].arguments[1].type = "Users";
  const CppUnit unit = lower(model);
  CHECK(unit.queries[0].structure == "ListPostsQuery");
  CHECK(unit.tags[2].name == "UsersTag");
}

TEST_CASE("lower: no parameter hides what the function needs") {
  CacheModel model = model_of_a_blog();
  model.queries[0].arguments[1].name = "source";
  const CppQuery query = lower(model).queries[0];
  CHECK(query.parameters == "blog::UserId user, int source");
  CHECK(query.load == "source.list_posts(user, source_argument)");
  CHECK(query.method_parameters == "blog::UserId user, int source_argument");
}

TEST_CASE("lower: a mutation") {
  CacheModel model = model_of_a_blog();
  Mutation mutation;
  mutation.name = "add_post";
  mutation.arguments = {{"user", "blog::UserId", struct_facts("value")}, {"page", "int", integer_facts()}};
  mutation.returns = "Post";
  mutation.invalidates = {{3, {0}}};
  mutation.recache = {{0, {{0}, {1}}}};
  model.mutations = {mutation};
  CHECK(lower(model).mutations[0].statements ==
        std::vector<std::string>{"auto result = source().add_post(user, page);",
                                 "auto undelivered = try_invalidate({tags.users(user).posts});",
                                 "warm<ListPosts>(user, page);",
                                 "return {std::move(result), std::move(undelivered)};"});

  model.mutations[0].recache[0].arguments[1] = {std::nullopt, "50"};
  CHECK(lower(model).mutations[0].statements[2] == "warm<ListPosts>(user, 50);");

  model.mutations[0].returns = "void";
  model.mutations[0].recache.clear();
  model.mutations[0].invalidates.push_back({1, {}});
  CHECK(lower(model).mutations[0].statements ==
        std::vector<std::string>{"source().add_post(user, page);",
                                 "auto undelivered = try_invalidate({tags.users(user).posts, tags.users});",
                                 "return ::tagcache::Written<void>(std::move(undelivered));"});

  model.mutations[0].returns = "Post";
  model.mutations[0].invalidates.clear();
  CHECK(lower(model).mutations[0].statements == std::vector<std::string>{"return source().add_post(user, page);"});
}
