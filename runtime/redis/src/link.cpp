#include "link.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

namespace tagcache::detail::redis {
namespace asio = boost::asio;
using Error = boost::system::error_code;
using Kind = ClientError::Kind;
using State = Breaker::State;
namespace {

TimePoint now() { return std::chrono::steady_clock::now(); }

}  // namespace

Link::Link(asio::io_context& io, Settings settings)
    : io_(io),
      settings_(std::move(settings)),
      breaker_(PauseLimits{}, settings_.randomness),
      try_timer_(io),
      watch_timer_(io) {}

void Link::start() { connect(); }

void Link::send(std::shared_ptr<Request> request) {
  unanswered_.fetch_add(1, std::memory_order_relaxed);
  bool is_first = false;
  {
    const std::lock_guard lock(mutex_);
    is_first = arrivals_.empty();
    arrivals_.push_back(std::move(request));
  }
  if (is_first) asio::post(io_, [self = shared_from_this()] { self->take_arrivals(); });
}

ClientError Link::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_ ? trouble_->error() : ClientError(Kind::down, "Redis: not connected yet", false);
}

void Link::take_arrivals() {
  std::vector<std::shared_ptr<Request>> arrivals;
  {
    const std::lock_guard lock(mutex_);
    arrivals.swap(arrivals_);
  }
  TimePoint earliest = TimePoint::max();
  for (auto& request : arrivals) {
    earliest = std::min(earliest, request->deadline);
    if (state() == State::up) {
      transmit(request);
    } else if (state() == State::first_try) {
      queued_.push_back(std::move(request));
    } else {
      finish(request, {{}, std::make_exception_ptr(trouble())});
    }
  }
  watch(earliest);
}

void Link::transmit(const std::shared_ptr<Request>& request) {
  request->was_sent = true;
  if (request->call.introduction) introduce(*request);
  sent_.push_back(request);
  wire_->send(request->commands.bytes());
}

/// In front of all commands that are sent until the server has answered one of them.
void Link::introduce(Request& request) {
  const Introduction& introduction = *request.call.introduction;
  request.refusal.reset();
  request.introduces = std::ranges::find(introduced_, introduction.who) == introduced_.end();
  if (request.introduces) wire_->send(introduction.words().bytes());
}

void Link::connect() {
  if (is_closed_) return;
  try_timer_.expires_after(settings_.server.connect_timeout);
  // A timer that is cancelled too late still calls: the number tells what it was set for.
  try_timer_.async_wait([self = shared_from_this(), number = ++try_number_](const Error& error) {
    if (error || number != self->try_number_) return;
    // What a server answers to a handshake that it takes for commands may be nothing at all.
    self->give_up(self->error(Kind::down, self->settings_.server.tls.on
                                              ? "no connection within the connect timeout; is this its port for TLS?"
                                              : "no connection within the connect timeout"));
  });
  settings_.locate([weak = weak_from_this()](std::exception_ptr trouble, const Endpoint& endpoint) {
    const auto self = weak.lock();
    if (!self || self->is_closed_ || self->wire_) return;
    if (!trouble) return self->connect_to(endpoint);
    try {
      std::rethrow_exception(trouble);
    } catch (const ClientError& error) {
      self->give_up(error);
    }
  });
}

void Link::connect_to(const Endpoint& endpoint) {
  endpoint_ = endpoint;
  const RedisTls& tls = settings_.server.tls;
  const std::string& name = tls.server_name.empty() ? endpoint.address.host : tls.server_name;
  wire_ =
      std::make_shared<Wire>(io_, endpoint, Wire::Encryption{settings_.encryption, name, tls.verify}, weak_from_this());
  wire_->open();
}

void Link::opened() {
  Commands commands = greeting(settings_.server);
  const std::size_t size = commands.size();
  ask_first(std::move(commands), size, [this](const auto& replies) {
    check_greeting(settings_.peer, settings_.server, endpoint_.shown(), replies);
    settings_.channels.empty() ? ready() : listen();
  });
}

/// Subscribing is answered unasked, channel by channel; the ping behind it tells that it was.
void Link::listen() {
  Commands commands;
  commands.begin(1 + settings_.channels.size());
  commands.word("SUBSCRIBE");
  for (const auto& channel : settings_.channels) commands.word(channel);
  commands.add("PING");
  ask_first(std::move(commands), 1, [this](const auto& replies) {
    if (!replies.front().is_error()) return ready();
    throw error(Kind::refused,
                "the user may not listen to the channels (" + std::string(replies.front().error_code()) + ")");
  });
}

/// Asks before the connection is ready for requests; an exception of `then` gives the connection up.
void Link::ask_first(Commands commands, std::size_t replies, std::function<void(const std::vector<Reply>&)> then) {
  auto request = std::make_shared<Request>();
  request->commands = std::move(commands);
  request->expected = replies;
  request->deadline = TimePoint::max();  // the whole try has one
  request->finished = [this, then = std::move(then)](const auto&, Answer answer) {
    if (answer.error) return;  // the try has failed, and told why
    try {
      then(answer.replies);
    } catch (const ClientError& error) {
      give_up(error);
    } catch (const std::exception& refusal) {
      give_up(error(Kind::refused, refusal.what()));
    }
  };
  unanswered_.fetch_add(1, std::memory_order_relaxed);
  transmit(request);
}

void Link::ready() {
  ++try_number_;
  try_timer_.cancel();
  breaker_.succeeded(now());
  set_state();
  if (settings_.changed) settings_.changed(true);
  for (const auto& request : std::exchange(queued_, {})) {
    request->first_since = now();
    transmit(request);
  }
}

void Link::said(Reply reply) {
  if (reply.kind == Reply::Kind::push) {
    if (settings_.pushed) settings_.pushed(reply);
    return;
  }
  if (sent_.empty()) return give_up(error(Kind::protocol, "an answer to nothing"));
  answered(std::move(reply));
}

void Link::answered(Reply reply) {
  const auto request = sent_.front();
  if (reply.is_error()) {
    unwrap(reply);
    reply.items = {{.kind = Reply::Kind::text, .text = endpoint_.shown(), .items = {}}};
  }
  const std::string_view code = reply.error_code();
  // The server is no longer what it was when it greeted: it became a replica, or it reads its data again.
  const bool is_useless = code == "READONLY" || code == "LOADING" || code == "MASTERDOWN";
  const auto trouble =
      is_useless ? std::optional(error(Kind::down, "the server cannot serve: " + std::string(code))) : std::nullopt;
  take(*request, std::move(reply));
  if (request->replies.size() == request->expected) {
    request->answered_by = endpoint_.address.host;
    sent_.pop_front();
    if (!sent_.empty()) sent_.front()->first_since = now();
    // Nobody waits for the next answer any more; that it comes shows that the server lives.
    if (!sent_.empty() && sent_.front()->is_finished) watch(hangs_at());
    if (!request->is_finished) finish(request, {std::move(request->replies), nullptr});
  }
  if (trouble && state() == State::up) give_up(*trouble);
}

void Link::take(Request& request, Reply reply) {
  // Another server is to be asked. Whoever asks this one again does not know what it was in the meantime.
  if (request.call.introduction && reply.error_code() == "MOVED") {
    std::erase(introduced_, request.call.introduction->who);
  }
  if (!std::exchange(request.introduces, false)) {
    return request.replies.push_back(request.refusal ? *request.refusal : std::move(reply));
  }
  if (reply.is_error()) {
    request.refusal = std::move(reply);
  } else if (std::ranges::find(introduced_, request.call.introduction->who) == introduced_.end()) {
    introduced_.push_back(request.call.introduction->who);
  }
}

void Link::finish(const std::shared_ptr<Request>& request, Answer answer) {
  request->is_finished = true;
  unanswered_.fetch_sub(1, std::memory_order_relaxed);
  request->finished(request, std::move(answer));
}

void Link::broke(Kind kind, const std::string& why) {
  // A server that wants TLS ends what it cannot read.
  const bool is_greeting =
      state() != State::up && settings_.channels.empty() && !sent_.empty() && sent_.front()->replies.empty();
  const bool may_want_tls =
      kind == Kind::lost && is_greeting && !settings_.server.tls.on && endpoint_.unix_path.empty();
  give_up(error(kind, may_want_tls ? why + "; if this is its port for TLS, the URL begins with rediss://" : why));
}

/// Ends the connection, or the try to get one, and plans the next one.
void Link::give_up(const ClientError& trouble, Breaker::Loss how) {
  if (is_closed_) return;
  ++try_number_;
  try_timer_.cancel();
  if (wire_) wire_->close();
  wire_.reset();
  introduced_.clear();
  {
    const std::lock_guard lock(mutex_);
    trouble_ = Trouble{trouble.kind(), trouble.what()};
  }
  const bool was_up = state() == State::up;
  const Duration pause = was_up ? breaker_.lost(now(), how) : breaker_.failed();
  set_state();
  if (was_up && settings_.changed) settings_.changed(false);
  fail_all(trouble);
  if (is_closed_) return;
  if (breaker_.state() == State::resting) return rest(pause);
  connect();
}

void Link::fail_all(const ClientError& trouble) {
  auto sent = std::exchange(sent_, {});
  auto queued = std::exchange(queued_, {});
  queued.insert(queued.begin(), sent.begin(), sent.end());
  for (const auto& request : queued) {
    if (request->is_finished) continue;
    finish(request, {{}, std::make_exception_ptr(ClientError(trouble.kind(), trouble.what(), request->was_sent))});
  }
}

void Link::rest(Duration pause) {
  try_timer_.expires_after(pause);
  try_timer_.async_wait([self = shared_from_this(), number = try_number_](const Error& error) {
    if (error || number != self->try_number_ || self->is_closed_) return;
    self->breaker_.try_again();
    self->set_state();
    self->connect();
  });
}

void Link::set_state() { state_.store(breaker_.state(), std::memory_order_release); }

void Link::close(Kind kind, const std::string& why) {
  if (is_closed_) return;
  is_closed_ = true;
  const bool was_up = state() == State::up;
  const ClientError trouble = error(kind, why);
  {
    const std::lock_guard lock(mutex_);
    trouble_ = Trouble{trouble.kind(), trouble.what()};
  }
  state_.store(State::resting, std::memory_order_release);
  if (wire_) wire_->close();
  wire_.reset();
  try_timer_.cancel();
  watch_timer_.cancel();
  if (was_up && settings_.changed) settings_.changed(false);
  fail_all(trouble);
  take_arrivals();
}

/// Sees to it that deadlines are looked at `at` the latest.
void Link::watch(TimePoint at) {
  if (at >= watched_ || is_closed_) return;
  watched_ = at;
  watch_timer_.expires_at(at);
  watch_timer_.async_wait([self = shared_from_this(), at](const Error& error) {
    if (error || self->is_closed_ || self->watched_ != at) return;
    self->watched_ = TimePoint::max();
    self->look_for_overdue();
    self->watch(self->earliest_deadline());
  });
}

/// When who is first in line has been so for as long as an answer may take: the server, or the way to it, hangs. Who
/// has waited behind a slow one has less time left, and the server the same.
TimePoint Link::hangs_at() const {
  const Request& first = *sent_.front();
  const Duration patience = settings_.server.command_timeout;
  return std::max(first.deadline, later(first.first_since, std::max(patience, first.call.timeout.value_or(patience))));
}

TimePoint Link::earliest_deadline() const {
  TimePoint earliest = sent_.empty() ? TimePoint::max() : hangs_at();
  for (const auto& request : sent_) {
    if (!request->is_finished) earliest = std::min(earliest, request->deadline);
  }
  for (const auto& request : queued_) earliest = std::min(earliest, request->deadline);
  return earliest;
}

void Link::look_for_overdue() {
  const TimePoint at = now();
  const auto is_overdue = [&](const auto& request) { return request->deadline <= at; };
  for (const auto& request : std::exchange(queued_, {})) {
    if (!is_overdue(request)) {
      queued_.push_back(request);
      continue;
    }
    finish(request, {{}, std::make_exception_ptr(error(Kind::timeout, "no connection in time"))});
  }
  if (!sent_.empty() && hangs_at() <= at) {
    return give_up(error(Kind::timeout, "no answer in time"), Breaker::Loss::hung);
  }
  const auto sent = sent_;
  for (const auto& request : sent) {
    if (request->is_finished || !is_overdue(request)) continue;
    finish(request, {{}, std::make_exception_ptr(error(Kind::timeout, "no answer in time", true))});
  }
}

ClientError Link::error(Kind kind, const std::string& why, bool perhaps_done) const {
  return ClientError(kind, "Redis at " + endpoint_.shown() + ": " + why, perhaps_done);
}

}  // namespace tagcache::detail::redis
