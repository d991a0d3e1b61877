#include <atomic>
#include <future>
#include <map>
#include <stdexcept>

#include "golden.hpp"
#include "resources_cache.hpp"

using staff::Member;
using staff::StaffCache;
using staff::User;
using staff::UserId;
using tagcache::Status;

namespace {

constexpr UserId ann{1};
constexpr UserId bob{12};
constexpr UserId eve{123};

struct Source : staff::StaffSource {
  User get_user(UserId user) override {
    ++loads;
    if (!users.contains(user.number)) throw std::runtime_error("there is no such user");
    return {user, users.at(user.number)};
  }
  std::string get_product(std::uint64_t product) override {
    ++loads;
    return products[product];
  }
  int price_of(std::uint64_t, const std::string& currency) override {
    ++loads;
    return currency == "EUR" ? price : 2 * price;
  }
  int stock_of(std::uint64_t) override { return ++loads; }
  std::vector<std::string> list_products(int) override {
    ++loads;
    std::vector<std::string> names;
    for (const auto& [product, name] : products) names.push_back(name);
    return names;
  }
  Member get_member(const std::string&, UserId) override { return {"Ann", ++loads}; }
  std::vector<User> list_members(const std::string&) override {
    ++loads;
    return {{ann, "Ann"}, {eve, "Eve"}};
  }

  void delete_user(UserId user) override { users.erase(user.number); }
  std::uint64_t add_product(const std::string& name) override {
    products[products.size() + 1] = name;
    return products.size();
  }
  void put_product(std::uint64_t product, const std::string& name) override { products[product] = name; }
  std::string rename_product(std::uint64_t product, const std::string& name) override {
    if (name.empty()) throw std::invalid_argument("a product needs a name");
    ++writes;
    products[product] = name;
    return name + "!";
  }
  void move_product(std::uint64_t, int) override {}
  bool delete_product(std::uint64_t product) override { return products.erase(product) == 1; }
  void invite(const std::string&, const std::string&) override {}
  void promote(const std::string&, UserId) override {}

  std::map<std::uint32_t, std::string> users{{1, "Ann"}, {12, "Bob"}, {123, "Eve"}};
  std::map<std::uint64_t, std::string> products{{1, "pen"}, {2, "ink"}};
  int price = 3;
  std::atomic<int> loads = 0;
  int writes = 0;
};

struct StaffWorld : StillWorld {
  Source source;
  StaffCache cache{source, options<StaffCache>()};

  /// How many loads `read` costs now.
  template <class Read>
  int loads_of(Read read) {
    const int before = source.loads;
    read();
    return source.loads - before;
  }
};

}  // namespace

TEST_CASE("a resource in one line: read, event, delete", "[R-081][R-088][R-093]") {
  StaffWorld world;
  CHECK(world.cache.get_user(bob)->name == "Bob");
  CHECK(world.loads_of([&] { CHECK(world.cache.get_user(bob)->name == "Bob"); }) == 0);
  world.source.users[12] = "Robert";
  world.cache.on_user_banned(bob);
  CHECK(world.cache.get_user(bob)->name == "Robert");
  world.cache.delete_user(bob);
  CHECK_THROWS_AS(world.cache.get_user(UserId{77}), std::runtime_error);
  // The old value is in grace and stands in for the failed load, as for any query; without it the error is the
  // caller's.
  CHECK(world.cache.get_user(bob).status() == Status::fallback);
  world.cache.clear();
  CHECK_THROWS_AS(world.cache.get_user(bob), std::runtime_error);
}

TEST_CASE("an id reaches its own entity and no other that looks alike", "[RX-04]") {
  StaffWorld world;
  for (const UserId user : {ann, bob, eve}) static_cast<void>(world.cache.get_user(user));
  world.cache.delete_user(bob);
  CHECK(world.loads_of([&] { static_cast<void>(world.cache.get_user(eve)); }) == 0);
  CHECK(world.loads_of([&] { static_cast<void>(world.cache.get_user(ann)); }) == 0);
}

TEST_CASE("every read of a resource carries its tag, and what else it names",
          "[R-082][R-083][R-084][R-087][RX-03][RX-05]") {
  StaffWorld world;
  CHECK(shape(world.cache.tags.products(1)) == "products (1)");
  const auto tags_of = [](const auto& handle) { return handle.entries().after.tags(); };
  const tagcache::Tag product(world.cache.tags.products(1));
  CHECK(tags_of(world.cache.get_product(1)) == tagcache::TagSet{product});
  CHECK(tags_of(world.cache.price_of(1, "EUR")) == tagcache::TagSet{product});
  CHECK(tags_of(world.cache.stock_of(1)) == tagcache::TagSet{product, tagcache::Tag(world.cache.tags.offices)});

  const auto all = [&] {
    static_cast<void>(world.cache.get_product(1));
    static_cast<void>(world.cache.price_of(1, "EUR"));
    static_cast<void>(world.cache.price_of(1, "USD"));
    static_cast<void>(world.cache.stock_of(1));
  };
  all();
  CHECK(world.loads_of(all) == 0);
  CHECK(*world.cache.rename_product(1, "pencil") == "pencil!");
  CHECK(world.loads_of(all) == 4);
}

TEST_CASE("read, write, read", "[R-050][R-055][R-057][R-058][R-060]") {
  StaffWorld world;
  CHECK(*world.cache.stock_of(1) == 1);
  CHECK(*world.cache.stock_of(1) == 1);
  world.cache.move_product(1, 7);
  CHECK(*world.cache.stock_of(1) == 2);
  CHECK(*world.cache.price_of(1, "EUR") == 3);
  CHECK(*world.cache.price_of(1, "USD") == 6);
  const auto fail = [&] { CHECK_THROWS_AS(world.cache.get_user(UserId{7}), std::runtime_error); };
  CHECK(world.loads_of(fail) == 1);
  CHECK(world.loads_of(fail) == 1);
}

TEST_CASE("resources do not reach each other", "[R-081]") {
  StaffWorld world;
  static_cast<void>(world.cache.get_user(ann));
  static_cast<void>(world.cache.get_member("desk", ann));
  static_cast<void>(world.cache.get_product(1));
  world.cache.delete_user(ann);
  CHECK(world.loads_of([&] { static_cast<void>(world.cache.get_product(1)); }) == 0);
  CHECK(world.loads_of([&] { static_cast<void>(world.cache.get_member("desk", ann)); }) == 0);
}

TEST_CASE("concurrent reads of one resource run its function once", "[R-085]") {
  StaffWorld world;
  std::vector<std::future<std::string>> readers;
  for (int i = 0; i < 4; ++i) {
    readers.push_back(std::async(std::launch::async, [&] { return *world.cache.get_product(1); }));
  }
  for (std::future<std::string>& reader : readers) CHECK(reader.get() == "pen");
  CHECK(world.source.loads == 1);
}

TEST_CASE("a write runs once, gives back its result, invalidates, and warms", "[R-086][R-090][RX-06]") {
  StaffWorld world;
  CHECK(*world.cache.get_product(1) == "pen");
  CHECK(*world.cache.rename_product(1, "pencil") == "pencil!");
  CHECK(world.source.writes == 1);
  CHECK(world.executor->run_all() == 1);
  const auto product = world.cache.get_product(1);
  CHECK(*product == "pencil");
  CHECK(product.status() == Status::hit);
}

TEST_CASE("a write that fails invalidates nothing", "[R-086]") {
  StaffWorld world;
  CHECK(*world.cache.get_product(1) == "pen");
  CHECK_THROWS_AS(world.cache.rename_product(1, ""), std::invalid_argument);
  CHECK(world.loads_of([&] { CHECK(*world.cache.get_product(1) == "pen"); }) == 0);
  CHECK(world.executor->waiting() == 0);
}

TEST_CASE("creates and deletes reach the lists, and no entity that was there") {
  StaffWorld world;
  const auto list = [&] { return world.cache.list_products(1)->size(); };
  static_cast<void>(world.cache.get_product(1));
  CHECK(list() == 2);
  CHECK(*world.cache.add_product("paper") == 3);
  CHECK(list() == 3);
  CHECK(*world.cache.delete_product(3));
  CHECK(list() == 2);
  CHECK_FALSE(*world.cache.delete_product(3));
  CHECK(world.loads_of([&] { static_cast<void>(world.cache.get_product(1)); }) == 0);
}

TEST_CASE("a create that is told the id reaches what was cached for it") {
  StaffWorld world;
  CHECK(world.cache.get_product(9)->empty());
  world.cache.put_product(9, "glue");
  CHECK(*world.cache.get_product(9) == "glue");
}

TEST_CASE("a write reaches the lists that do not tell what they hold") {
  StaffWorld world;
  CHECK(world.cache.list_products(1)->front() == "pen");
  world.cache.rename_product(1, "pencil");
  CHECK(world.cache.list_products(1)->front() == "pencil");
}

TEST_CASE("a write reaches a list that tells what it holds by that") {
  StaffWorld world;
  const auto list = [&] { static_cast<void>(world.cache.list_members("desk")); };
  list();
  world.cache.promote("desk", bob);
  CHECK(world.loads_of(list) == 0);
  world.cache.promote("desk", eve);
  CHECK(world.loads_of(list) == 1);
  world.cache.promote("web", eve);
  CHECK(world.loads_of(list) == 0);
  world.cache.invite("web", "Dan");
  CHECK(world.loads_of(list) == 0);
  world.cache.invite("desk", "Dan");
  CHECK(world.loads_of(list) == 1);
}

TEST_CASE("an event invalidates and warms without asking the source to write", "[R-108]") {
  StaffWorld world;
  static_cast<void>(world.cache.get_user(ann));
  static_cast<void>(world.cache.stock_of(1));
  world.cache.on_user_banned(ann);
  CHECK(world.executor->run_all() == 1);
  CHECK(world.cache.get_user(ann).status() == Status::hit);
  CHECK(world.source.loads == 3);
  world.cache.on_offices_moved();
  CHECK(world.loads_of([&] { static_cast<void>(world.cache.stock_of(1)); }) == 1);
}
