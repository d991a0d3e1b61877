#include <utility>

#include "pool.hpp"
#include "topology.hpp"

namespace tagcache::detail::redis {
namespace {

class OneServer : public Topology {
 public:
  OneServer(boost::asio::io_context& io, Link::Settings settings)
      : settings_(std::move(settings)), pool_(io, settings_) {}

  void start() override { pool_.start(); }
  void close() override { pool_.close(); }
  void send(const std::shared_ptr<Request>& request) override { pool_.choose(request->call)->send(request); }
  bool redirect(const std::shared_ptr<Request>&, Answer&) override { return false; }
  [[nodiscard]] Link::Settings listening() const override { return settings_; }
  [[nodiscard]] bool is_up() const noexcept override { return pool_.is_up(); }

 private:
  Link::Settings settings_;
  Pool pool_;
};

}  // namespace

std::shared_ptr<Topology> one_server(boost::asio::io_context& io, Link::Settings settings) {
  return std::make_shared<OneServer>(io, std::move(settings));
}

}  // namespace tagcache::detail::redis
