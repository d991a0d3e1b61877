#include "pool.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

namespace tagcache::detail::redis {

Pool::Pool(boost::asio::io_context& io, const Link::Settings& settings) : io_(io), settings_(settings) {
  for (int i = 0; i < settings.server.connections; ++i) links_.push_back(std::make_shared<Link>(io, settings));
}

void Pool::start() {
  for (const auto& link : links_) link->start();
}

void Pool::close() { close_all(ClientError::Kind::closed, "the client was disconnected"); }

void Pool::leave() { close_all(ClientError::Kind::lost, "the server has no slots of the cluster any more"); }

void Pool::close_all(ClientError::Kind kind, const std::string& why) {
  std::vector<std::shared_ptr<Link>> links = links_;
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    if (waiting_) links.push_back(waiting_);
  }
  for (const auto& link : links) link->close(kind, why);
}

std::shared_ptr<Link> Pool::choose(const Call& call) {
  if (call.waits) return for_waiting();
  const std::shared_ptr<Link>* best = nullptr;
  for (const auto& link : links_) {
    if (!link->takes_requests()) continue;
    const auto is_better = [](const Link& one, const Link& other) {
      const bool is_ready = one.state() == Breaker::State::up;
      if (is_ready != (other.state() == Breaker::State::up)) return is_ready;
      return one.unanswered() < other.unanswered();
    };
    if (best == nullptr || is_better(*link, **best)) best = &link;
  }
  if (best == nullptr) {
    const ClientError trouble = links_.front()->trouble();
    throw ClientError(ClientError::Kind::down, trouble.what(), false);
  }
  return *best;
}

std::shared_ptr<Link> Pool::for_waiting() {
  const std::lock_guard lock(mutex_);
  if (!waiting_ && !is_closed_) {
    waiting_ = std::make_shared<Link>(io_, settings_);
    boost::asio::post(io_, [link = waiting_] { link->start(); });
  }
  if (!waiting_ || !waiting_->takes_requests()) {
    const ClientError trouble = (waiting_ ? waiting_ : links_.front())->trouble();
    throw ClientError(ClientError::Kind::down, trouble.what(), false);
  }
  return waiting_;
}

bool Pool::is_up() const noexcept {
  return std::ranges::any_of(links_, [](const auto& link) { return link->state() == Breaker::State::up; });
}

}  // namespace tagcache::detail::redis
