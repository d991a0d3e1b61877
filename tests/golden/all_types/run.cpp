#include "all_types_cache.hpp"
#include "golden.hpp"

namespace {

struct Source : all::AllSource {
  all::Everything get_everything(const std::string& name) override {
    all::Everything everything;
    everything.numbers.count = static_cast<int>(name.size());
    return everything;
  }
  all::Pointers get_pointers(const std::string&) override { return {}; }
  all::Page<all::Page<all::Point>> get_page(const std::string&) override { return {}; }
  std::map<std::string, all::Document> get_documents(const std::string&) override { return {}; }
  all::Node get_tree(const std::string& name) override { return {name, {{"child", {}}}}; }
  all::Page<all::Team> get_team(const std::string&) override { return {}; }
  all::Role get_role(const std::string&) override { return all::Role::owner; }
  std::uint64_t get_count(const std::string& name) override { return name.size(); }
  std::tuple<all::detail::Entry, ::detail::Tag, ::Key> get_entries(const std::string&) override { return {}; }
  all::Connection get_connection(const std::string&) override { return {this}; }
};

}  // namespace

TEST_CASE("values of all kinds are cached in memory") {
  StillWorld world;
  Source source;
  all::AllCache cache(source, world.options<all::AllCache>());
  CHECK(cache.get_everything("abc")->numbers.count == 3);
  CHECK(cache.get_everything("abc").status() == tagcache::Status::hit);
  CHECK(cache.get_tree("abc")->children.at(0).name == "child");
  CHECK(*cache.get_role("abc") == all::Role::owner);
  CHECK(cache.get_connection("abc")->handle == &source);
}
