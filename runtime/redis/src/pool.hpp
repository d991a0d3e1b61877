#pragma once

#include <memory>
#include <vector>

#include "link.hpp"

namespace tagcache::detail::redis {

/// The connections to one server.
class Pool {
 public:
  /// `settings` are those of each connection. To be called, as `start` and `close`, on the thread of the io_context or
  /// before it runs.
  Pool(boost::asio::io_context& io, const Link::Settings& settings);
  void start();
  void close();
  /// The server is not asked any more: what was on its way is asked elsewhere.
  void leave();

  /// On any thread: the connection with the least to do. Throws ClientError when there is none.
  [[nodiscard]] const std::shared_ptr<Link>& choose() const;

  [[nodiscard]] bool is_up() const noexcept;

 private:
  std::vector<std::shared_ptr<Link>> links_;
};

}  // namespace tagcache::detail::redis
