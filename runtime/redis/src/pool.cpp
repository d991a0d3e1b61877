#include "pool.hpp"

#include <algorithm>

namespace tagcache::detail::redis {

Pool::Pool(boost::asio::io_context& io, const Link::Settings& settings) {
  for (int i = 0; i < settings.server.connections; ++i) links_.push_back(std::make_shared<Link>(io, settings));
}

void Pool::start() {
  for (const auto& link : links_) link->start();
}

void Pool::close() {
  for (const auto& link : links_) link->close();
}

void Pool::leave() {
  for (const auto& link : links_)
    link->close(ClientError::Kind::lost, "the server has no slots of the cluster any more");
}

const std::shared_ptr<Link>& Pool::choose() const {
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

bool Pool::is_up() const noexcept {
  return std::ranges::any_of(links_, [](const auto& link) { return link->state() == Breaker::State::up; });
}

}  // namespace tagcache::detail::redis
