#pragma once

#include <string>

#include "model/cache_model.hpp"

/// Models written by hand, for tests of the stages behind `resolve`.
namespace tagcache::generator {

inline TypeFacts integer_facts() {
  TypeFacts facts;
  facts.kind = TypeKind::integral;
  facts.trivially_copyable = true;
  facts.literal = true;
  facts.size_bytes = 8;
  return facts;
}

inline TypeFacts text_facts() {
  TypeFacts facts;
  facts.kind = TypeKind::string;
  facts.literal = true;
  facts.size_bytes = 32;
  return facts;
}

/// A struct that is copied like bytes, with one integer in it.
inline TypeFacts struct_facts(std::string member, std::uint64_t size_bytes = 8) {
  TypeFacts facts;
  facts.kind = TypeKind::record;
  facts.trivially_copyable = true;
  facts.literal = true;
  facts.size_bytes = size_bytes;
  facts.fields = {{std::move(member), integer_facts()}};
  return facts;
}

/// users(user).posts, with a query for it.
inline CacheModel model_of_a_blog() {
  CacheModel model;
  model.schema_name = "blog.yaml";
  model.name = "BlogCache";
  model.name_space = "blog";
  model.headers = {"model.hpp", "second.hpp", "model.hpp"};
  model.defaults.ttl = Milliseconds(30'000);
  model.ids = {{"user", "blog::UserId", struct_facts("value")}};
  model.tags = {{TagNode::Kind::root, "", 0, 0, {1}},
                {TagNode::Kind::fixed, "users", 0, 0, {2}},
                {TagNode::Kind::wild, "user", 1, 0, {3}},
                {TagNode::Kind::fixed, "posts", 2, 0, {}}};
  Query query;
  query.name = "list_posts";
  query.arguments = {{"user", "blog::UserId", struct_facts("value")}, {"page", "int", integer_facts()}};
  query.returns = "std::vector<Post>";
  query.tags = {{3, {0}}};
  query.options.grace = Milliseconds(0);
  model.queries = {query};
  return model;
}

}  // namespace tagcache::generator
