#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "breaker.hpp"
#include "greeting.hpp"
#include "wire.hpp"

namespace tagcache::detail::redis {

/// Commands on their way. Answered once.
struct Request {
  Commands commands;
  Call call;
  TimePoint deadline;
  TimePoint first_since = {};  ///< since when it waits for nobody else: since it was asked, or became first in line
  std::function<void(std::shared_ptr<Request>, Answer)> finished;
  std::size_t expected = 0;  ///< replies
  std::vector<Reply> replies = {};
  std::string answered_by = {};       ///< the host of the server, for answers that name another one
  bool introduces = false;            ///< the next answer is that to the introduction
  std::optional<Reply> refusal = {};  ///< what that was, when it was an error
  bool was_sent = false;
  bool is_finished = false;
  int sent_again = 0;
  int redirections = 0;
  Callback done = {};  ///< for those who made the request; a link calls `finished`
};

/// Why there is no connection. No exception: copies of one share their text, across threads.
struct Trouble {
  ClientError::Kind kind;
  std::string text;

  [[nodiscard]] ClientError error() const { return {kind, text, false}; }
};

/// A connection that comes back: greets, introduces who has not been introduced, sends commands of all callers in their
/// order, gives each its answer, watches the time, and connects again when the connection ends.
class Link : public Wire::Owner, public std::enable_shared_from_this<Link> {
 public:
  /// Finds out where the server is; calls back once, on the thread of the io_context.
  using Located = std::function<void(std::exception_ptr, const Endpoint&)>;
  using Locate = std::function<void(Located)>;

  struct Settings {
    RedisServer server;
    Peer peer = Peer::primary;
    Locate locate;
    std::shared_ptr<boost::asio::ssl::context> encryption;
    std::vector<std::string> channels = {};         ///< to listen to
    std::function<void(const Reply&)> pushed = {};  ///< what the server says unasked
    std::function<void(bool)> changed = {};         ///< up, or no longer
    std::shared_ptr<Randomness> randomness;
  };

  Link(boost::asio::io_context& io, Settings settings);

  /// The functions without a word on threads are called on the thread of the io_context.
  void start();
  /// For good. What was on its way fails for this reason.
  void close(ClientError::Kind kind = ClientError::Kind::closed,
             const std::string& why = "the client was disconnected");

  /// On any thread. A request that cannot be sent is finished on the thread of the io_context.
  void send(std::shared_ptr<Request> request);

  /// On any thread.
  [[nodiscard]] Breaker::State state() const noexcept { return state_.load(std::memory_order_acquire); }
  [[nodiscard]] bool takes_requests() const noexcept {
    return state() == Breaker::State::up || state() == Breaker::State::first_try;
  }
  [[nodiscard]] std::size_t unanswered() const noexcept { return unanswered_.load(std::memory_order_relaxed); }
  /// Why it is down.
  [[nodiscard]] ClientError trouble() const;

  void opened() override;
  void said(Reply reply) override;
  void broke(ClientError::Kind kind, const std::string& why) override;

 private:
  void connect();
  void connect_to(const Endpoint& endpoint);
  void listen();
  void ready();
  void ask_first(Commands commands, std::size_t replies, std::function<void(const std::vector<Reply>&)> then);
  void take_arrivals();
  void transmit(const std::shared_ptr<Request>& request);
  void introduce(Request& request);
  void answered(Reply reply);
  void take(Request& request, Reply reply);
  void finish(const std::shared_ptr<Request>& request, Answer answer);
  void fail_all(const ClientError& error);
  void give_up(const ClientError& error, Breaker::Loss how = Breaker::Loss::ended);
  void rest(Duration pause);
  void set_state();
  void watch(TimePoint at);
  void look_for_overdue();
  [[nodiscard]] TimePoint earliest_deadline() const;
  [[nodiscard]] TimePoint hangs_at() const;
  [[nodiscard]] ClientError error(ClientError::Kind kind, const std::string& why, bool perhaps_done = false) const;

  boost::asio::io_context& io_;
  Settings settings_;
  Breaker breaker_;
  std::atomic<Breaker::State> state_ = Breaker::State::first_try;
  std::atomic<std::size_t> unanswered_ = 0;
  Endpoint endpoint_;
  std::shared_ptr<Wire> wire_;
  std::vector<std::string> introduced_;           ///< to the server of this connection
  std::deque<std::shared_ptr<Request>> sent_;     ///< their answers come in this order
  std::vector<std::shared_ptr<Request>> queued_;  ///< until the connection is ready
  boost::asio::steady_timer try_timer_;           ///< until a try has taken too long, or a pause is over
  boost::asio::steady_timer watch_timer_;
  TimePoint watched_ = TimePoint::max();  ///< what watch_timer_ is set to
  int try_number_ = 0;
  bool is_closed_ = false;
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<Request>> arrivals_;  ///< guarded by mutex_
  std::optional<Trouble> trouble_;                  ///< guarded by mutex_
};

}  // namespace tagcache::detail::redis
