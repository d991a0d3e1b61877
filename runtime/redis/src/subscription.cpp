#include "subscription.hpp"

#include <boost/asio/post.hpp>
#include <mutex>
#include <utility>

namespace tagcache::detail::redis {
namespace asio = boost::asio;
namespace {

/// The listener as long as it may be called, and whether it is being told everything.
class Ear {
 public:
  explicit Ear(std::shared_ptr<Listener> listener) : listener_(std::move(listener)) {}

  void changed(bool is_up) {
    const std::lock_guard lock(mutex_);
    if (!is_up) ++interruptions_;
    is_listening_ = is_up;
    if (!listener_) return;
    is_up ? listener_->listening() : listener_->interrupted();
  }

  void pushed(const Reply& push) {
    if (push.items.size() != 3 || push.items[0].text != "message") return;
    const std::lock_guard lock(mutex_);
    if (listener_) listener_->heard(push.items[1].text, push.items[2].text);
  }

  /// Which unbroken time of listening this is; none when it is none.
  [[nodiscard]] std::optional<std::uint64_t> now_listening() const {
    const std::lock_guard lock(mutex_);
    return is_listening_ ? std::optional(interruptions_) : std::nullopt;
  }

  /// Waits for a call of the listener that another thread is in.
  void close() {
    const std::lock_guard lock(mutex_);
    listener_.reset();
  }

 private:
  mutable std::recursive_mutex mutex_;  // a listener may end its subscription
  std::shared_ptr<Listener> listener_;
  bool is_listening_ = false;
  std::uint64_t interruptions_ = 0;
};

class Channels : public Subscription {
 public:
  Channels(asio::io_context& io, Link::Settings settings, std::shared_ptr<Listener> listener,
           std::function<void(const std::shared_ptr<Link>&)> started)
      : io_(io), ear_(std::make_shared<Ear>(std::move(listener))), timeout_(settings.server.command_timeout) {
    settings.pushed = [ear = ear_](const Reply& push) { ear->pushed(push); };
    settings.changed = [ear = ear_](bool is_up) { ear->changed(is_up); };
    link_ = std::make_shared<Link>(io, std::move(settings));
    asio::post(io_, [link = link_, started = std::move(started)] {
      link->start();
      started(link);
    });
  }

  ~Channels() override {
    ear_->close();
    asio::post(io_, [link = link_] { link->close(); });
  }

  /// Redis answers on a connection in its order: what was published before it read the ping comes before the answer.
  void heard_until_now(std::function<void(bool)> done) override {
    const auto listening = ear_->now_listening();
    if (!listening) return done(false);
    auto request = std::make_shared<Request>();
    request->commands.add("PING");
    request->expected = 1;
    request->deadline = later(std::chrono::steady_clock::now(), timeout_);
    request->finished = [ear = ear_, listening, done = std::move(done)](const auto&, const Answer& answer) {
      done(!answer.error && ear->now_listening() == listening);
    };
    link_->send(std::move(request));
  }

 private:
  asio::io_context& io_;
  std::shared_ptr<Ear> ear_;
  std::shared_ptr<Link> link_;
  Duration timeout_;
};

}  // namespace

std::unique_ptr<Subscription> listen(asio::io_context& io, Link::Settings settings, std::shared_ptr<Listener> listener,
                                     std::function<void(const std::shared_ptr<Link>&)> started) {
  return std::make_unique<Channels>(io, std::move(settings), std::move(listener), std::move(started));
}

}  // namespace tagcache::detail::redis
