#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "app_cache.hpp"
#include "items_cache.hpp"
#include "plugin_cache.hpp"
#include "shelves_cache.hpp"
#include "summary_cache.hpp"

namespace {

struct App : AppSource {
  std::string get_config() override { return "config"; }
};
struct Plugins : PluginSource {
  boost::asio::awaitable<int> count_plugins() override { co_return 1; }
};
struct Items : ItemSource {
  std::string name_of(ItemId item) override { return std::to_string(item.value); }
};
struct Shelves : ShelfSource {
  std::string name_of(ShelfId) override { return SHELF_NAME; }
};
struct Summary : SummarySource {
  Report get_report() override { return {{7}}; }
};

}  // namespace

int main() {
  App app;
  Plugins plugins;
  Items items;
  Shelves shelves;
  Summary summary;
  boost::asio::io_context io;
  PluginCache plugin_cache(plugins, io.get_executor());
  auto counted = plugin_cache.async_count_plugins(boost::asio::use_future);
  io.run();
  const bool right = *AppCache(app).get_config() == "config" && *counted.get() == 1 &&
                     *ItemCache(items).name_of({4}) == "4" && *ShelfCache(shelves).name_of({1}) == "top shelf" &&
                     SummaryCache(summary).get_report()->best.value == 7;
  return right ? 0 : 1;
}
