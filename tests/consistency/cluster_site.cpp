#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

#include "cluster_fixture.hpp"
#include "site.hpp"
#include "slots.hpp"

namespace consistency {
namespace {

using redis_test::ClusterOfServers;
using redis_test::Server;
using tagcache::detail::redis::KeyLayout;
using namespace std::chrono_literals;
using Milliseconds = std::chrono::milliseconds;
using Time = std::chrono::steady_clock;

constexpr std::size_t primaries = 3;
constexpr std::size_t servers = 2 * primaries;
constexpr auto patience = 120s;  // until a cluster is whole again

constexpr Milliseconds node_timeout = 1s;
/// When that refuses, as docs/redis.md says.
constexpr Milliseconds believed_most = node_timeout * 3 / 2 + 100ms;
constexpr Milliseconds slack_of_servers = 1s;  // for a machine that has other things to do
constexpr std::uint32_t split_most = 3500;     // milliseconds

bool has(const std::string& answer, std::string_view part) { return answer.find(part) != std::string::npos; }

/// Gates before all servers: one for clients and replicas, one for what the servers of a cluster tell each other.
struct Ways {
  Gates clients;
  Gates servers;

  /// A server that others, and those who ask them, know by its gates.
  std::unique_ptr<Server> start(std::size_t index, std::vector<std::string> lines) {
    clients.open();
    servers.open();
    lines.insert(
        lines.end(),
        {"cluster-announce-ip 127.0.0.1", "cluster-announce-port " + std::to_string(clients.port(index)),
         "cluster-announce-bus-port " + std::to_string(servers.port(index)), "bind-source-addr " + address_of(index)});
    lines.push_back("cluster-node-timeout " + std::to_string(node_timeout.count()));
    auto server = std::make_unique<Server>(std::move(lines));
    clients.lead_to(index, server->port());
    servers.lead_to(index, server->bus_port());
    return server;
  }
  /// Where a server comes from when it goes to others.
  static std::string address_of(std::size_t index) { return "127.0.0." + std::to_string(2 + index); }
};

/// Three primaries with a replica each. They are killed; and stopped, and cut off from the others, so that two may take
/// themselves for the primary.
class Cluster : public Site {
 public:
  Cluster(int replicas, Partitions partitions, Ledger& ledger)
      : replicas_(replicas), partitions_(std::move(partitions)), ledger_(ledger) {
    for (std::size_t i = 0; i < servers; ++i) {
      const std::string port = ':' + std::to_string(ways_.clients.port(i)) + '@';
      for (std::size_t k = 0; k < servers; ++k) servers_[k].ask_until({"CLUSTER", "NODES"}, port);
    }
    for (std::size_t i = 0; i < primaries; ++i) await_agreement(i);
  }

  [[nodiscard]] std::string url(std::size_t) const override {
    std::string all = "redis://";
    for (std::size_t i = 0; i < primaries; ++i) {
      all += (i == 0 ? "127.0.0.1:" : ",127.0.0.1:") + std::to_string(ways_.clients.port(i));
    }
    return all;
  }
  [[nodiscard]] Gates& gates() override { return ways_.clients; }
  [[nodiscard]] int replicas() const override { return replicas_; }
  [[nodiscard]] bool may_split() const override { return true; }

  std::string_view trouble(model::Chance& chance, Children& nodes) override {
    const KeyLayout& keys = any_of(partitions_, chance);
    const std::size_t primary = primary_of(keys);
    if (chance.one_in(2)) {
      return chance.one_in(2) ? stop(primary, chance, nodes) : cut_off(primary, keys, chance, nodes);
    }
    switch (chance.below(6)) {
      case 0:
        fail_over(primary);
        return "failover";
      case 1:
        servers_[partner_of(primary)].kill();
        servers_[partner_of(primary)].start();
        await_agreement(primary);
        return "replica killed";
      case 2:
        static_cast<void>(servers_[primary].ask({"CLIENT", "KILL", "TYPE", "normal"}));
        return "connections of the primary killed";
      default:
        return lose_something(servers_[primary], keys, chance);
    }
  }

 private:
  [[nodiscard]] static std::size_t partner_of(std::size_t server) { return (server + primaries) % servers; }
  [[nodiscard]] bool has_role(std::size_t server, std::string_view role) const {
    return has(servers_[server].ask({"INFO", "replication"}), role);
  }
  /// Of the slot in which the keys of a partition are.
  [[nodiscard]] std::size_t primary_of(const KeyLayout& keys) const {
    namespace redis = tagcache::detail::redis;
    const std::size_t first = redis::slot_of(keys.incarnation()) * primaries / redis::slot_count;
    return has_role(first, "role:master") ? first : partner_of(first);
  }

  /// What the primary had answered and its replica has not heard is lost.
  void fail_over(std::size_t primary) {
    servers_[primary].kill();
    servers_[partner_of(primary)].ask_until({"INFO", "replication"}, "role:master");
    servers_[primary].start();
    await_agreement(primary);
  }

  /// Others may give it up for dead, and it goes on without knowing. So does a node, which asks it at once.
  std::string_view stop(std::size_t primary, model::Chance& chance, Children& nodes) {
    const std::size_t node = chance.below(static_cast<std::uint32_t>(nodes.count()));
    begin_split();
    nodes.pause(node);
    servers_[primary].pause();
    if (chance.one_in(2)) promote_partner_of(primary);
    std::this_thread::sleep_for(Milliseconds(chance.below(split_most)));
    servers_[primary].resume();
    nodes.resume(node);
    return end_split(primary) ? "primary stopped, and replaced" : "primary stopped";
  }

  /// From the other servers, and not from the nodes. When there is another primary a new node finds it.
  std::string_view cut_off(std::size_t primary, const KeyLayout& keys, model::Chance& chance, Children& nodes) {
    const Milliseconds duration(chance.below(split_most));
    begin_split();
    const auto begin = Time::now();
    ways_.servers.hold(primary, Way::both, duration);
    ways_.servers.hold_from(Ways::address_of(primary), duration);
    if (chance.one_in(2)) promote_partner_of(primary);
    bool serves = true;
    bool is_alone = true;
    while (Time::now() < begin + duration) {
      serves = serves && !has(servers_[primary].ask({"GET", keys.incarnation()}), "CLUSTERDOWN");
      if (serves && Time::now() > begin + believed_most + slack_of_servers) {
        ledger_.violation("a primary that hears nobody still serves");
        break;
      }
      if (is_alone && has_role(partner_of(primary), "role:master")) {
        is_alone = false;
        nodes.replace(chance.below(static_cast<std::uint32_t>(nodes.count())));
      }
      std::this_thread::sleep_for(5ms);
    }
    ways_.servers.heal();
    return end_split(primary) ? "primary cut off, and replaced" : "primary cut off";
  }

  /// At once, as operators can: otherwise a primary that is cut off refuses to serve in most cases before another one
  /// is chosen.
  void promote_partner_of(std::size_t primary) const {
    static_cast<void>(servers_[partner_of(primary)].ask({"CLUSTER", "FAILOVER", "FORCE"}));
  }

  void begin_split() {
    split_since_ = instant();
    ++ledger_.splits;
  }
  /// Whether there is another primary now.
  bool end_split(std::size_t primary) {
    await_agreement(primary);
    ledger_.split_in_all += instant() - split_since_;
    ++ledger_.splits;
    return has_role(primary, "role:slave");
  }

  /// Until a server and its partner know which of them is the primary: neither takes anybody for dead, and one copies
  /// from the other.
  void await_agreement(std::size_t server) const {
    const auto end = Time::now() + patience;
    while (!agree(server, partner_of(server))) {
      if (Time::now() > end) throw std::runtime_error("the cluster is not whole again");
      std::this_thread::sleep_for(5ms);
    }
  }
  [[nodiscard]] bool agree(std::size_t one, std::size_t other) const {
    for (const std::size_t server : {one, other}) {
      if (has(servers_[server].ask({"CLUSTER", "NODES"}), "fail")) return false;
      if (!has(servers_[server].ask({"CLUSTER", "INFO"}), "cluster_state:ok")) return false;
    }
    const std::size_t replica = has_role(one, "role:slave") ? one : other;
    return has_role(partner_of(replica), "role:master") && has_role(replica, "master_link_status:up");
  }

  const int replicas_;
  const Partitions partitions_;
  Ledger& ledger_;
  Instant split_since_ = 0;
  Ways ways_;
  ClusterOfServers servers_{primaries, primaries, [this](std::size_t index, std::vector<std::string> lines) {
                              return ways_.start(index, std::move(lines));
                            }};
};

}  // namespace

std::unique_ptr<Site> cluster_site(int replicas, Partitions partitions, Ledger& ledger) {
  return std::make_unique<Cluster>(replicas, std::move(partitions), ledger);
}

}  // namespace consistency
