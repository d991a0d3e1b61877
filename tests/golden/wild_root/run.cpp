#include "golden.hpp"
#include "wild_root_cache.hpp"

using tenants::TenantCache;

TEST_CASE("the root may be wild, with static segments beside it", "[S-008][S-018][SX-03]") {
  const auto& tags = TenantCache::tags;
  CHECK(shape(tags("acme")) == "(acme)");
  CHECK(shape(tags("acme").settings) == "(acme) settings");
  CHECK(shape(tags("acme")(7)) == "(acme) (7)");
  CHECK(shape(tags.status) == "status");
  CHECK(tags("status").path() != tags.status.path());
}

namespace {

struct Source : tenants::TenantSource {
  std::string get_settings(const std::string& tenant) override { return tenant + std::to_string(++loads); }
  std::string get_user(const std::string& tenant, std::uint64_t user) override {
    return tenant + '/' + std::to_string(user) + '/' + std::to_string(++loads);
  }
  int get_status() override { return ++loads; }
  void close_tenant(const std::string& tenant) override { closed = tenant; }
  int loads = 0;
  std::string closed;
};

}  // namespace

TEST_CASE("a tenant is reached as a whole, and not the others", "[S-008]") {
  StillWorld world;
  Source source;
  TenantCache cache(source, world.options<TenantCache>());
  CHECK(*cache.get_settings("acme") == "acme1");
  CHECK(*cache.get_user("acme", 7) == "acme/7/2");
  CHECK(*cache.get_settings("other") == "other3");
  CHECK(*cache.get_status() == 4);

  cache.invalidate(cache.tags("acme"));
  CHECK(*cache.get_settings("acme") == "acme5");
  CHECK(*cache.get_user("acme", 7) == "acme/7/6");
  CHECK(*cache.get_settings("other") == "other3");
  CHECK(*cache.get_status() == 4);

  cache.close_tenant("other");
  CHECK(source.closed == "other");
  CHECK(*cache.get_settings("acme") == "acme5");
  CHECK(*cache.get_settings("other") == "other7");
  CHECK(*cache.get_status() == 8);
}
