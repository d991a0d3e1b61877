#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server.hpp"

namespace redis_test {

/// A cluster of servers on this machine. All slots have a primary, and all servers know it, when the constructor
/// returns.
class ClusterOfServers {
 public:
  /// Starts the i-th server, with the lines that it needs as part of a cluster.
  using Start = std::function<std::unique_ptr<Server>(std::size_t, std::vector<std::string>)>;
  [[nodiscard]] static std::unique_ptr<Server> start(std::size_t index, std::vector<std::string> lines);

  /// The i-th replica is that of the i-th primary.
  explicit ClusterOfServers(std::size_t primaries, std::size_t replicas = 0, const Start& how = start);

  [[nodiscard]] Server& operator[](std::size_t index) { return *servers_[index]; }
  [[nodiscard]] const Server& operator[](std::size_t index) const { return *servers_[index]; }
  [[nodiscard]] std::size_t size() const { return servers_.size(); }

  /// redis+cluster://127.0.0.1:…, with the first server alone
  [[nodiscard]] std::string url() const;
  /// What a server calls itself.
  [[nodiscard]] std::string id_of(std::size_t index) const;

 private:
  void share_out(std::size_t primaries);
  void introduce();
  void replicate(std::size_t primaries);

  std::vector<std::unique_ptr<Server>> servers_;
};

}  // namespace redis_test
