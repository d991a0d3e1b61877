#pragma once

#include <memory>

#include "link.hpp"

namespace tagcache::detail::redis {

/// Which servers there are, and which of them is asked.
class Topology {
 public:
  virtual ~Topology() = default;

  /// On the thread of the io_context, or before it runs.
  virtual void start() = 0;
  virtual void close() = 0;

  /// On any thread. The request is finished on the thread of the io_context; throws ClientError when it cannot be sent.
  virtual void send(const std::shared_ptr<Request>& request) = 0;

  /// Whether the answer was only where to ask: the request is then asked there, and `finished` again. On the thread of
  /// the io_context.
  virtual bool redirect(const std::shared_ptr<Request>& request, Answer& answer) = 0;

  /// Where channels are listened to.
  [[nodiscard]] virtual Link::Settings listening() const = 0;

  [[nodiscard]] virtual bool is_up() const noexcept = 0;
};

/// One server, wherever `settings` locate it: at one address, or where sentinels say.
[[nodiscard]] std::shared_ptr<Topology> one_server(boost::asio::io_context& io, Link::Settings settings);

/// A cluster. The addresses of the server are where to ask for the others.
[[nodiscard]] std::shared_ptr<Topology> cluster(boost::asio::io_context& io, Link::Settings settings);

}  // namespace tagcache::detail::redis
