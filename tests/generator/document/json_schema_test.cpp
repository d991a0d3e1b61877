#include "document/json_schema.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "catch.hpp"
#include "document/schema_keys.hpp"

using namespace tagcache::generator;

TEST_CASE("the JSON schema in the tree is the one that the table of keys gives") {
  const std::string path = TAGCACHE_SOURCE_DIRECTORY "/schemas/tagcache.schema.json";
  if (std::getenv("UPDATE_GOLDENS") != nullptr) std::ofstream(path, std::ios::binary) << json_schema();
  std::ifstream file(path, std::ios::binary);
  const std::string found{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  INFO("UPDATE_GOLDENS=1 ctest -R 'JSON schema in the tree' writes it anew");
  CHECK(found == json_schema());
}

TEST_CASE("every key says what it is, what it holds and how it is written") {
  for (const KeyedMap map : {KeyedMap::schema, KeyedMap::options, KeyedMap::query, KeyedMap::mutation,
                             KeyedMap::resource, KeyedMap::resource_query, KeyedMap::event}) {
    for (const SchemaKey& key : keys_of(map)) {
      INFO(key.name);
      CHECK(key.description.ends_with('.'));
      CHECK_FALSE(key.value.what.empty());
      CHECK_FALSE(key.value.example.empty());
      CHECK(json_schema().find("\"" + std::string(key.name) + "\": {") != std::string::npos);
    }
  }
}
