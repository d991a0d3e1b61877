#include "store/hearing.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "store/bytes.hpp"
#include "store/connection.hpp"
#include "store/scripts.hpp"

namespace tagcache::detail::redis {

Hearing::Hearing(std::shared_ptr<Client> client, std::shared_ptr<tagcache::Listener> listener, Channel channel,
                 Duration heartbeat, std::shared_ptr<StatCounters> counters)
    : client_(std::move(client)),
      listener_(std::move(listener)),
      channel_(std::move(channel)),
      heartbeat_(heartbeat),
      counters_(std::move(counters)) {}

Hearing::~Hearing() { stop(); }

void Hearing::start() {
  subscription_ = client_->subscribe({channel_.name}, shared_from_this());
  beating_ = std::thread([this] { keep_beating(); });
}

void Hearing::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }
  stopping_.notify_all();
  if (beating_.joinable()) beating_.join();
  subscription_.reset();
}

void Hearing::listening() {
  const std::lock_guard lock(mutex_);
  if (!is_stopped_) learn();
}

void Hearing::interrupted() {
  const std::lock_guard lock(mutex_);
  if (is_stopped_) return;
  if (std::exchange(state_, State::deaf) == State::hearing) listener_->lost(0);
}

void Hearing::heard(std::string_view, std::string_view bytes) {
  auto message = message_of(bytes);
  const std::lock_guard lock(mutex_);
  if (is_stopped_ || state_ == State::deaf) return;
  if (!message) return distrust();  // somebody else's, or in a later format: it may mean anything
  if (state_ == State::learning) {
    early_.push_back(*std::move(message));
  } else {
    tell(*std::move(message));
  }
}

/// Asks which number was given out last, when the subscription stands already.
void Hearing::learn() {
  state_ = State::learning;
  early_.clear();
  heard_ = settled_ = 0;
  const std::uint64_t this_try = ++tries_;
  const auto is_asking = std::make_shared<std::atomic<bool>>(true);
  is_asking_ = is_asking;
  Commands commands;
  const std::string fresh = random_bytes();
  greet_script().add_to(commands, std::array<std::string_view, 1>{channel_.incarnation},
                        std::array<std::string_view, 2>{fresh, no_longer_}, true);
  client_->ask_async(std::move(commands), channel_.how,
                     [weak = weak_from_this(), this_try, is_asking, known = known_](redis::Answer answer) {
                       const auto self = weak.lock();
                       if (!self) return;
                       // Asked without a connection it answers at once, in the middle of what holds the lock.
                       if (answer.error) return is_asking->store(false);
                       const std::lock_guard lock(self->mutex_);
                       is_asking->store(false);
                       if (!self->is_stopped_ && self->state_ == State::learning && self->tries_ == this_try)
                         self->learnt(answer, known);
                     });
}

void Hearing::learnt(const redis::Answer& answer, const Standing& known) {
  const auto standing = standing_of(answer.replies.front());
  if (!standing) return;  // the next heartbeat tries again
  if (went_back(known, *standing)) return renew();
  knows(*standing);
  no_longer_.clear();
  state_ = State::hearing;
  listener_->connected(0, standing->announced);
  for (Message& message : std::exchange(early_, {})) {
    const bool is_news = message.incarnation != known_.incarnation || message.number > standing->announced;
    if (is_news && state_ == State::hearing) tell(std::move(message));
  }
}

void Hearing::tell(Message message) {
  if (message.incarnation != known_.incarnation) return distrust();
  if (message.number <= heard_) return renew();       // numbers are given out again
  if (message.number <= settled_) return distrust();  // either that, or it took longer than a heartbeat
  heard_ = message.number;
  known_.announced = std::max(known_.announced, message.number);
  listener_->announced({0, message.number, message.author == channel_.author, std::move(message.what)});
}

void Hearing::knows(const Standing& standing) {
  if (known_.incarnation != standing.incarnation) known_ = standing;
  known_.sequence = std::max(known_.sequence, standing.sequence);
  known_.announced = std::max(known_.announced, standing.announced);
}

bool Hearing::went_back(const Standing& known, const Standing& now) {
  return now.incarnation == known.incarnation && (now.sequence < known.sequence || now.announced < known.announced);
}

/// The data are those of before: nobody is to believe them any more.
void Hearing::renew() {
  ++counters_->set_back;
  no_longer_ = number_bytes(known_.incarnation);
  distrust();
}

/// What was heard so far may not be all.
void Hearing::distrust() {
  if (state_ == State::hearing) listener_->lost(0);
  learn();
}

void Hearing::keep_beating() {
  const auto clock = steady_clock();
  std::unique_lock lock(mutex_);
  for (;;) {
    const TimePoint due = later(clock->now(), heartbeat_);
    while (!is_stopped_ && clock->now() < due) clock->wait_until(lock, stopping_, due);
    if (is_stopped_) return;
    if (state_ == State::learning && !*is_asking_) learn();
    const bool is_hearing = state_ == State::hearing;
    const Beat beat{listener_->now(), tries_, known_};
    lock.unlock();
    subscription_->heard_until_now([](bool) {});  // a connection that is dead without an end is given up
    if (is_hearing) ask(beat);
    lock.lock();
  }
}

void Hearing::ask(const Beat& beat) {
  Commands commands;
  commands.add("GET", channel_.incarnation);
  client_->ask_async(std::move(commands), channel_.how, [weak = weak_from_this(), beat](redis::Answer answer) {
    const auto self = weak.lock();
    if (!self) return;
    const std::lock_guard lock(self->mutex_);
    if (!self->is_stopped_ && self->state_ == State::hearing && self->tries_ == beat.tries) self->beaten(answer, beat);
  });
}

void Hearing::beaten(const redis::Answer& answer, const Beat& beat) {
  const auto standing = answer.error ? std::nullopt : standing_of(answer.replies.front());
  if (!standing || standing->incarnation != known_.incarnation) return distrust();
  if (went_back(beat.known, *standing)) return renew();
  knows(*standing);
  settled_ = std::max(settled_, beat.known.announced);
  listener_->beat(0, standing->announced, beat.asked);
}

}  // namespace tagcache::detail::redis
