#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <random>
#include <string>

#include "demo/member.hpp"
#include "demo/redis_server.hpp"

namespace shop {

/// Two nodes over one database and one Redis.
class Cluster {
 public:
  /// Starts a Redis of its own when `url` is empty. Files go into `folder`. Throws std::runtime_error when something
  /// does not start, tagcache::StoreError when no Redis answers at `url`.
  Cluster(const std::filesystem::path& folder, const std::string& url);

  static constexpr std::size_t size = 2;
  [[nodiscard]] Member& member(std::size_t number) { return number == 0 ? first_ : second_; }
  [[nodiscard]] const Member& member(std::size_t number) const { return number == 0 ? first_ : second_; }

  /// Absent when it is somebody else's.
  [[nodiscard]] RedisServer* server() { return server_ ? &*server_ : nullptr; }
  [[nodiscard]] const std::string& url() const { return url_; }

  /// Has a node write a product; half of all writes are to the one that is read most.
  void write(std::size_t node);
  /// Reads that were served what the consistency of their query forbids, on both nodes.
  [[nodiscard]] std::uint64_t broken() const;

 private:
  std::optional<RedisServer> server_;
  const std::string url_;
  Member first_;
  Member second_;
  std::minstd_rand random_{7};
};

}  // namespace shop
