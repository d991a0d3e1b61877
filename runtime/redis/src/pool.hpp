#pragma once

#include <memory>
#include <mutex>
#include <string>
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

  /// On any thread: the connection with the least to do; for what has the server wait, that of all such, which is made
  /// for the first of them. Throws ClientError when there is none.
  [[nodiscard]] std::shared_ptr<Link> choose(const Call& call);

  [[nodiscard]] bool is_up() const noexcept;

 private:
  [[nodiscard]] std::shared_ptr<Link> for_waiting();
  void close_all(ClientError::Kind kind, const std::string& why);

  boost::asio::io_context& io_;
  const Link::Settings settings_;
  std::vector<std::shared_ptr<Link>> links_;
  std::mutex mutex_;
  std::shared_ptr<Link> waiting_;  ///< guarded by mutex_, as the next one
  bool is_closed_ = false;
};

}  // namespace tagcache::detail::redis
