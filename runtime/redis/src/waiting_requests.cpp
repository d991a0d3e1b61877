#include "waiting_requests.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

namespace tagcache::detail::redis {

void WaitingRequests::add(std::shared_ptr<Request> request) {
  {
    const std::lock_guard lock(mutex_);
    all_.push_back(std::move(request));
  }
  boost::asio::post(io_, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->watch();
  });
}

std::vector<std::shared_ptr<Request>> WaitingRequests::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(all_, {});
}

void WaitingRequests::watch() {
  const TimePoint now = std::chrono::steady_clock::now();
  TimePoint next = TimePoint::max();
  std::vector<std::shared_ptr<Request>> overdue;
  {
    const std::lock_guard lock(mutex_);
    for (auto& request : std::exchange(all_, {})) {
      if (request->deadline > now) next = std::min(next, request->deadline);
      (request->deadline > now ? all_ : overdue).push_back(std::move(request));
    }
  }
  const ClientError late(ClientError::Kind::timeout, "Redis: no server of the cluster told in time which slots it has",
                         false);
  for (const auto& request : overdue) request->finished(request, {{}, late.for_another_thread()});
  if (next == TimePoint::max()) return;
  timer_.expires_at(next);  // ends the wait of before
  timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (self && !error) self->watch();
  });
}

}  // namespace tagcache::detail::redis
