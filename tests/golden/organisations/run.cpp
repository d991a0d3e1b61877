#include <map>

#include "golden.hpp"
#include "organisations_cache.hpp"

using organisations::Member;
using organisations::OrganisationCache;
using organisations::Settings;

namespace {

struct Source : organisations::OrganisationSource {
  std::vector<Member> get_members(const std::string&) override {
    std::vector<Member> all;
    for (const auto& [id, name] : members) all.push_back({id, name});
    return all;
  }
  std::optional<Member> get_member(const std::string&, const std::string& member) override {
    const auto found = members.find(member);
    return found == members.end() ? std::nullopt : std::optional(Member{found->first, found->second});
  }
  Settings get_settings(const std::string&) override { return {theme}; }

  std::map<std::string, std::string> members{{"u1", "Alice"}, {"u2", "Bob"}};
  std::string theme = "dark";
};

}  // namespace

TEST_CASE("define, query, invalidate, use the primitives", "[S-056][S-057][S-065][S-066][S-072][S-081]") {
  StillWorld world;
  Source source;
  OrganisationCache cache(source, world.options<OrganisationCache>());
  CHECK(cache.get_members("org1")->size() == 2);
  CHECK(cache.get_member("org1", "u1").value()->name == "Alice");
  CHECK_FALSE(cache.get_member("org1", "nobody")->has_value());
  CHECK(cache.get_settings("org1")->theme == "dark");

  source.members["u1"] = "Alice Updated";
  source.theme = "light";
  CHECK(cache.get_member("org1", "u1").value()->name == "Alice");

  cache.invalidate(cache.tags.organisations("org1").members("u1"));
  CHECK(cache.get_member("org1", "u1").value()->name == "Alice Updated");
  CHECK(cache.get_settings("org1")->theme == "dark");

  cache.invalidate(cache.tags.organisations("org1"));
  CHECK(cache.get_settings("org1")->theme == "light");
  source.theme = "blue";
  cache.invalidate(cache.tags.global);
  CHECK(cache.get_settings("org1")->theme == "blue");

  cache.primitives().set("manual", std::string("value"), {tagcache::Tag("manual")}, {.ttl = std::chrono::minutes(1)});
  CHECK(**cache.primitives().get<std::string>("manual") == "value");
}
