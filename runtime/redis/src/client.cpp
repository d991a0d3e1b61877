#include "client.hpp"

#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "encryption.hpp"
#include "sentinel.hpp"
#include "server_checks.hpp"
#include "subscription.hpp"
#include "topology.hpp"

namespace tagcache::detail::redis {
namespace asio = boost::asio;
using Kind = ClientError::Kind;

/// Where an answer is waited for.
class Underway::Place {
 public:
  void take(Answer answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
    is_there_.notify_one();
  }

  [[nodiscard]] Answer wait() {
    std::unique_lock lock(mutex_);
    is_there_.wait(lock, [&] { return answer_.has_value(); });
    return *std::move(answer_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable is_there_;
  std::optional<Answer> answer_;
};

std::vector<Reply> Underway::replies() {
  Answer answer = place_->wait();
  if (answer.error) std::rethrow_exception(answer.error);
  return std::move(answer.replies);
}

namespace {

std::shared_ptr<Topology> topology_for(asio::io_context& io, const ClientOptions& options) {
  const RedisServer& server = options.server;
  check_server(server);
  Link::Settings settings{
      .server = server, .locate = {}, .encryption = encryption(server.tls), .randomness = options.randomness};
  if (server.kind == RedisServer::Kind::cluster) return cluster(io, std::move(settings));
  if (server.kind == RedisServer::Kind::sentinel) {
    settings.locate = ask_sentinels(io, settings);
  } else {
    const Endpoint endpoint{server.addresses.empty() ? RedisAddress() : server.addresses.front(), server.unix_path};
    settings.locate = [endpoint](const Link::Located& located) { located(nullptr, endpoint); };
  }
  return one_server(io, std::move(settings));
}

}  // namespace

struct Client::Core : std::enable_shared_from_this<Client::Core> {
  explicit Core(ClientOptions given)
      : options(std::move(given)), work(asio::make_work_guard(io)), topology(topology_for(io, options)) {}

  void submit(Commands commands, const Call& call, Callback done);
  void submit(const std::shared_ptr<Request>& request);
  void finished(const std::shared_ptr<Request>& request, Answer answer);
  void subscribed(const std::shared_ptr<Link>& link);
  void close();
  [[nodiscard]] bool may_send_again(const Request& request, const std::exception_ptr& error) const;
  [[nodiscard]] bool runs_here() { return io.get_executor().running_in_this_thread(); }

  ClientOptions options;
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work;
  std::shared_ptr<Topology> topology;
  std::thread thread;
  const pid_t process = ::getpid();           ///< a fork copies no thread: nobody would ever answer in a child
  bool is_closed = false;                     ///< these two on its own thread alone
  std::vector<std::weak_ptr<Link>> channels;  ///< being listened to
};

void Client::Core::submit(Commands commands, const Call& call, Callback done) {
  if (::getpid() != process) {
    const ClientError error(Kind::closed, "Redis: the store was made before a fork; a child process makes its own",
                            false);
    return done({{}, std::make_exception_ptr(error)});
  }
  auto request = std::make_shared<Request>();
  request->first_since = std::chrono::steady_clock::now();
  request->expected = commands.size();
  request->commands = std::move(commands);
  request->call = call;
  request->deadline = later(request->first_since, call.timeout.value_or(options.server.command_timeout));
  request->done = std::move(done);
  request->finished = [this](auto same, Answer answer) { finished(same, std::move(answer)); };
  submit(request);
}

void Client::Core::submit(const std::shared_ptr<Request>& request) {
  if (request->commands.empty()) return request->done({});
  try {
    topology->send(request);
  } catch (const ClientError& error) {
    request->done({{}, error.for_another_thread()});
  }
}

bool Client::Core::may_send_again(const Request& request, const std::exception_ptr& error) const {
  if (request.sent_again > 0 || std::chrono::steady_clock::now() >= request.deadline) return false;
  try {
    std::rethrow_exception(error);
  } catch (const ClientError& trouble) {
    const bool may_help = trouble.kind() == Kind::lost || trouble.kind() == Kind::down;
    return may_help && (!request.was_sent || request.call.repeatable);
  }
}

void Client::Core::finished(const std::shared_ptr<Request>& request, Answer answer) {
  if (topology->redirect(request, answer)) return;
  if (!answer.error || !may_send_again(*request, answer.error)) {
    const Callback done = std::move(request->done);
    return done(std::move(answer));
  }
  ++request->sent_again;
  request->first_since = std::chrono::steady_clock::now();
  request->replies.clear();
  request->is_finished = false;
  submit(request);
}

Client::Client(ClientOptions options) : core_(std::make_shared<Core>(std::move(options))) {
  core_->topology->start();
  core_->thread = std::thread([core = core_] { core->io.run(); });
}

void Client::Core::subscribed(const std::shared_ptr<Link>& link) {
  if (is_closed) return link->close();
  std::erase_if(channels, [](const auto& each) { return each.expired(); });
  channels.push_back(link);
}

void Client::Core::close() {
  is_closed = true;
  topology->close();
  for (const auto& each : std::exchange(channels, {})) {
    if (const auto link = each.lock()) link->close();
  }
}

Client::~Client() {
  asio::post(core_->io, [&core = *core_] {
    core.close();
    core.work.reset();
    core.io.stop();
  });
  // A callback may hold the last reference to who owns the client.
  if (core_->runs_here()) {
    core_->thread.detach();
  } else {
    core_->thread.join();
  }
}

void Client::connect() {
  Commands ping;
  ping.add("PING");
  static_cast<void>(ask(ping, {.repeatable = true, .timeout = core_->options.server.connect_timeout}));
}

Underway Client::send(Commands commands, const Call& call) {
  if (core_->runs_here()) throw std::logic_error("a callback of the Redis client waits for the client");
  Underway underway;
  underway.place_ = std::make_shared<Underway::Place>();
  core_->submit(std::move(commands), call,
                [place = underway.place_](Answer answer) { place->take(std::move(answer)); });
  return underway;
}

void Client::ask_async(Commands commands, const Call& call, Callback done) {
  core_->submit(std::move(commands), call, std::move(done));
}

std::unique_ptr<Subscription> Client::subscribe(std::vector<std::string> channels, std::shared_ptr<Listener> listener) {
  Link::Settings settings = core_->topology->listening();
  settings.channels = std::move(channels);
  return listen(core_->io, std::move(settings), std::move(listener),
                [weak = std::weak_ptr(core_)](const std::shared_ptr<Link>& link) {
                  if (const auto core = weak.lock()) core->subscribed(link);
                });
}

bool Client::is_up() const noexcept { return core_->topology->is_up(); }

void Client::disconnect() {
  asio::post(core_->io, [&core = *core_] { core.close(); });
}

int Client::database() const noexcept { return core_->options.server.database; }

Duration Client::command_timeout() const noexcept { return core_->options.server.command_timeout; }

}  // namespace tagcache::detail::redis

namespace tagcache {

std::shared_ptr<RedisClient> redis_client(const RedisServer& server) {
  return std::make_shared<detail::redis::Client>(detail::redis::ClientOptions{.server = server});
}

std::shared_ptr<RedisClient> redis_client(std::string_view url) { return redis_client(redis_server(url)); }

}  // namespace tagcache
