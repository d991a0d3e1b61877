#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "link.hpp"

namespace tagcache::detail::redis {

/// Requests for which it is not known yet whom to ask. No link has them, so here is who looks at their deadlines.
class WaitingRequests : public std::enable_shared_from_this<WaitingRequests> {
 public:
  explicit WaitingRequests(boost::asio::io_context& io) : io_(io), timer_(io) {}

  /// On any thread. Finished on the thread of the io_context when its deadline is over before it was taken.
  void add(std::shared_ptr<Request> request);
  /// All of them; on any thread. Whoever takes them finishes them, or sends them to where that is done.
  [[nodiscard]] std::vector<std::shared_ptr<Request>> take();

 private:
  void watch();

  boost::asio::io_context& io_;
  boost::asio::steady_timer timer_;  ///< for the earliest deadline; on the thread of io_ alone
  std::mutex mutex_;
  std::vector<std::shared_ptr<Request>> all_;  ///< guarded by mutex_
};

}  // namespace tagcache::detail::redis
