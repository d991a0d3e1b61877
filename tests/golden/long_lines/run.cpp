#include <fstream>

#include "golden.hpp"
#include "long_lines_cache.hpp"

using international::warehouse::management::InternationalWarehouseManagementCache;
using Reservations = std::unordered_map<std::string, std::vector<std::pair<std::uint64_t, std::string>>>;

namespace {

struct Source : international::warehouse::management::InternationalWarehouseManagementSource {
  Reservations find_reservations_in_compartment(const std::string&, const std::string&, std::uint64_t,
                                                std::uint64_t) override {
    return {{"load", {{++loads, "reservation"}}}};
  }
  std::vector<std::string> move_all_articles_to_another_compartment(const std::string&, const std::string& from,
                                                                    std::uint64_t, const std::string& target) override {
    return {from, target};
  }
  std::uint64_t loads = 0;
};

}  // namespace

TEST_CASE("long names change nothing but the layout", "[S-054][S-061]") {
  StillWorld world;
  Source source;
  InternationalWarehouseManagementCache cache(source, world.options<InternationalWarehouseManagementCache>());
  const auto load = [&] { return cache.find_reservations_in_compartment("w", "c", 1, 2)->at("load").front().first; };
  CHECK(load() == 1);
  CHECK(load() == 1);
  CHECK(*cache.move_all_articles_to_another_compartment("w", "c", 1, "d") == std::vector<std::string>{"c", "d"});
  CHECK(load() == 2);
  cache.invalidate(cache.tags.warehouses("w"));
  CHECK(load() == 3);
}
