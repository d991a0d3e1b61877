#include "errand.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

namespace tagcache::detail::redis {

void run_errand(boost::asio::io_context& io, Link::Settings settings, const Endpoint& endpoint, Commands commands,
                Callback done) {
  const Duration most = std::max(settings.server.connect_timeout / 2, Duration(1));
  settings.server.connect_timeout = settings.server.command_timeout = most;
  settings.locate = [endpoint](const Link::Located& located) { located(nullptr, endpoint); };
  auto link = std::make_shared<Link>(io, std::move(settings));
  auto request = std::make_shared<Request>();
  request->expected = commands.size();
  request->commands = std::move(commands);
  request->deadline = std::chrono::steady_clock::now() + most;
  // What waits for the server holds the link. Did its request too, neither would end with a client that ends meanwhile.
  request->finished = [weak = std::weak_ptr(link), &io, done = std::move(done)](const auto&, Answer answer) {
    boost::asio::post(io, [its = weak.lock()] { its->close(); });  // not here, where it is at work
    done(std::move(answer));
  };
  link->start();
  link->send(std::move(request));
}

}  // namespace tagcache::detail::redis
