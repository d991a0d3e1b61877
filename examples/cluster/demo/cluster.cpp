#include "demo/cluster.hpp"

#include <unistd.h>

#include "database/database.hpp"
#include "node/ledger.hpp"

namespace shop {
namespace {

NodeOptions node_options(std::uint32_t number, const std::filesystem::path& folder, const std::string& url) {
  // Another demo that uses the same Redis has another database.
  return {number, folder, url, "tagcache-demo-" + std::to_string(::getpid())};
}

const std::filesystem::path& filled(const std::filesystem::path& folder) {
  Database(folder / "shop.sqlite").fill(products);
  return folder;
}

}  // namespace

Cluster::Cluster(const std::filesystem::path& folder, const std::string& url)
    : server_(url.empty() ? std::make_optional<RedisServer>(folder) : std::nullopt),
      url_(server_ ? server_->url() : url),
      first_(node_options(0, filled(folder), url_)),
      second_(node_options(1, folder, url_)) {}

void Cluster::write(std::size_t node) {
  const auto chance = random_();
  member(node).write(chance % 2 == 0 ? 0 : static_cast<std::uint32_t>(chance / 2 % products));
}

std::uint64_t Cluster::broken() const {
  std::uint64_t sum = 0;
  for (std::size_t node = 0; node < size; ++node) {
    for (const Reads& reads : member(node).now().reads) sum += reads.broken;
  }
  return sum;
}

}  // namespace shop
