#include "demo/cluster.hpp"

#include <unistd.h>

#include <tagcache/redis.hpp>

#include "database/database.hpp"
#include "node/ledger.hpp"

namespace shop {
namespace {

/// Another demo that uses the same Redis has another database.
std::string name_space() { return "tagcache-demo-" + std::to_string(::getpid()); }

NodeOptions node_options(std::uint32_t number, const std::filesystem::path& folder, const std::string& url) {
  return {number, folder, url, name_space()};
}

const std::filesystem::path& filled(const std::filesystem::path& folder) {
  Database(folder / "shop.sqlite").fill(products);
  return folder;
}

/// A URL that was given, when there is a Redis: nodes would wait for one for ever.
const std::string& reached(const std::string& url) {
  tagcache::redis(url)->wait_until_ready();
  return url;
}

}  // namespace

Cluster::Cluster(const std::filesystem::path& folder, const std::string& url)
    : server_(url.empty() ? std::make_optional<RedisServer>(folder) : std::nullopt),
      url_(server_ ? server_->url() : reached(url)),
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
