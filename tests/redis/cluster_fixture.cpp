#include "cluster_fixture.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace redis_test {
namespace {

constexpr std::size_t slots = 16384;

}  // namespace

std::unique_ptr<Server> ClusterOfServers::start(std::size_t, std::vector<std::string> lines) {
  return std::make_unique<Server>(std::move(lines));
}

ClusterOfServers::ClusterOfServers(std::size_t primaries, std::size_t replicas, const Start& how) {
  for (std::size_t i = 0; i < primaries + replicas; ++i) {
    servers_.push_back(how(i, {"cluster-enabled yes", "cluster-port {bus}", "cluster-node-timeout 500",
                               "cluster-replica-validity-factor 0"}));
  }
  share_out(primaries);
  for (const auto& server : servers_) server->ask_until({"CLUSTER", "INFO"}, "cluster_state:ok");
  replicate(primaries);
}

void ClusterOfServers::share_out(std::size_t primaries) {
  for (std::size_t i = 0; i < primaries; ++i) {
    const std::size_t first = slots * i / primaries;
    const std::size_t last = slots * (i + 1) / primaries - 1;
    static_cast<void>(servers_[i]->ask({"CLUSTER", "ADDSLOTSRANGE", std::to_string(first), std::to_string(last)}));
  }
  for (std::size_t i = 0; i < servers_.size(); ++i) {
    static_cast<void>(servers_[i]->ask({"CLUSTER", "SET-CONFIG-EPOCH", std::to_string(i + 1)}));
  }
  introduce();
}

/// Whoever does not answer within a second, because the machine is busy, is forgotten again.
void ClusterOfServers::introduce() {
  const std::string all = "cluster_known_nodes:" + std::to_string(servers_.size()) + "\r\n";
  const auto know_all = [&] {
    return std::all_of(servers_.begin(), servers_.end(), [&](const auto& server) {
      return server->ask({"CLUSTER", "INFO"}).find(all) != std::string::npos;
    });
  };
  for (int tries = 0; tries < 20; ++tries) {
    for (const auto& server : servers_) {
      static_cast<void>(servers_[0]->ask(
          {"CLUSTER", "MEET", "127.0.0.1", std::to_string(server->port()), std::to_string(server->bus_port())}));
    }
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(3);
    while (std::chrono::steady_clock::now() < end) {
      if (know_all()) return;
    }
  }
  throw std::runtime_error("servers of a cluster do not get to know each other");
}

void ClusterOfServers::replicate(std::size_t primaries) {
  for (std::size_t i = primaries; i < servers_.size(); ++i) {
    servers_[i]->ask_until({"CLUSTER", "REPLICATE", id_of(i - primaries)}, "+OK");
    servers_[i]->ask_until({"INFO", "replication"}, "master_link_status:up");
  }
}

std::string ClusterOfServers::url() const { return "redis+cluster://127.0.0.1:" + std::to_string(servers_[0]->port()); }

std::string ClusterOfServers::id_of(std::size_t index) const {
  const std::string answer = servers_[index]->ask({"CLUSTER", "MYID"});
  return answer.substr(answer.find("\r\n") + 2, 40);
}

}  // namespace redis_test
