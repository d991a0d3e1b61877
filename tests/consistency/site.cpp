#include "site.hpp"

#include <stdexcept>
#include <tagcache/redis.hpp>
#include <thread>
#include <utility>

#include "certificates.hpp"

namespace consistency {
namespace {

using redis_test::Server;
using namespace std::chrono_literals;

/// Servers break, and some are slow to answer: what they say is of no interest then.
void tell(const Server& server, const std::vector<std::string>& words) { static_cast<void>(server.ask(words)); }

class OneServer : public Site {
 public:
  OneServer(std::size_t nodes, Partitions partitions, bool is_encrypted) : partitions_(std::move(partitions)) {
    std::vector<std::string> lines;
    if (is_encrypted) {
      certificates_ = std::make_unique<redis_test::Certificates>();
      certificates_->sign("server", "IP:127.0.0.1");
      lines = {"port 0",
               "tls-port {port}",
               "tls-cert-file " + certificates_->certificate("server"),
               "tls-key-file " + certificates_->key("server"),
               "tls-ca-cert-file " + certificates_->authority(),
               "tls-auth-clients no"};
    }
    server_ = std::make_unique<Server>(lines);
    for (std::size_t i = 0; i < nodes; ++i) gates_.lead_to(gates_.open(), server_->port());
  }

  [[nodiscard]] std::string url(std::size_t node) const override {
    const std::string where = "127.0.0.1:" + std::to_string(gates_.port(node));
    return certificates_ ? "rediss://" + where + "?ca=" + certificates_->authority() : "redis://" + where;
  }
  [[nodiscard]] Gates& gates() override { return gates_; }

  std::string_view trouble(model::Chance& chance, Children&) override {
    switch (chance.below(8)) {
      case 0:
        server_->kill();
        std::this_thread::sleep_for(std::chrono::milliseconds(chance.below(800)));
        std::filesystem::remove(server_->folder() / "dump.rdb");
        server_->start();
        return "restart without data";
      case 1:
        tell(*server_, {"SAVE"});
        std::this_thread::sleep_for(std::chrono::milliseconds(chance.below(600)));
        server_->kill();
        server_->start();
        return "restart with old data";
      case 2:
        server_->pause();
        std::this_thread::sleep_for(std::chrono::milliseconds(chance.below(1200)));
        server_->resume();
        return "server stopped";
      default:
        return lose_something(*server_, any_of(partitions_, chance), chance);
    }
  }

 private:
  const Partitions partitions_;
  Gates gates_;
  std::unique_ptr<redis_test::Certificates> certificates_;
  std::unique_ptr<Server> server_;
};

}  // namespace

std::string_view lose_something(const Server& server, const tagcache::detail::redis::KeyLayout& keys,
                                model::Chance& chance) {
  switch (chance.below(6)) {
    case 0:
      tell(server, {"FLUSHALL"});
      return "FLUSHALL";
    case 1:
      tell(server, {"SCRIPT", "FLUSH"});
      return "SCRIPT FLUSH";
    case 2:
      tell(server, {"DEL", chance.one_in(2) ? keys.incarnation() : keys.moves()});
      return "incarnation or record of moves lost";
    case 3:
      tell(server, {"CLIENT", "KILL", "TYPE", "pubsub"});
      return "subscriptions killed";
    default: {
      // Whatever the server likes goes, until there is room: entries and markers alike.
      tell(server, {"CONFIG", "SET", "maxmemory-policy", chance.one_in(2) ? "volatile-lru" : "allkeys-random"});
      tell(server, {"CONFIG", "SET", "maxmemory", std::to_string(1'000'000 + 1000 * chance.below(900))});
      std::this_thread::sleep_for(std::chrono::milliseconds(chance.below(300)));
      tell(server, {"CONFIG", "SET", "maxmemory", "0"});
      return "maxmemory";
    }
  }
}

std::unique_ptr<Site> site(std::string_view kind, std::size_t nodes, int partitions, Ledger& ledger) {
  Partitions all;
  for (int i = 0; i < partitions; ++i) all.emplace_back(tagcache::RedisOptions().name_space, i, partitions);
  if (kind == "one" || kind == "tls") return std::make_unique<OneServer>(nodes, std::move(all), kind == "tls");
  if (kind == "cluster") return cluster_site(0, std::move(all), ledger);
  if (kind == "replicated") return cluster_site(1, std::move(all), ledger);
  throw std::invalid_argument("--server is one, tls, cluster or replicated");
}

}  // namespace consistency
