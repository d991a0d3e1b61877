#include "store/partitions.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tagcache::detail::redis {

struct Partitions::PartLoad final : Load {
  PartLoad(std::shared_ptr<const Load> its, RedisEngine& of) : load(std::move(its)), engine(of) {}
  static const PartLoad& of(const Load& load) { return static_cast<const PartLoad&>(load); }

  const std::shared_ptr<const Load> load;
  RedisEngine& engine;
};

/// What one partition tells, as one of several.
class Partitions::PartListener final : public tagcache::Listener {
 public:
  PartListener(std::shared_ptr<tagcache::Listener> all, std::size_t index) : all_(std::move(all)), index_(index) {}

  void connected(std::size_t, std::uint64_t last) noexcept override { all_->connected(index_, last); }
  void lost(std::size_t) noexcept override { all_->lost(index_); }
  void announced(const Announcement& announcement) noexcept override {
    all_->announced({index_, announcement.number, announcement.own, announcement.what});
  }
  void beat(std::size_t, std::uint64_t number, TimePoint asked) noexcept override { all_->beat(index_, number, asked); }
  [[nodiscard]] TimePoint now() const noexcept override { return all_->now(); }

 private:
  const std::shared_ptr<tagcache::Listener> all_;
  const std::size_t index_;
};

Partitions::Partitions(const std::shared_ptr<Client>& client, const RedisOptions& options) {
  for (int i = 0; i < options.partitions; ++i) {
    all_.push_back(
        std::make_shared<RedisEngine>(client, options, KeyLayout(options.name_space, i, options.partitions)));
  }
}

std::size_t Partitions::index_of(const KeyView& key) const { return partition_of(key.text(), all_.size()); }

template <class Trip, class Begin>
std::vector<Partitions::Leg<Trip>> Partitions::side_by_side(const Begin& begin) const {
  std::vector<Leg<Trip>> legs(all_.size());
  const auto each = [&](const auto& step) {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      try {
        step(i, legs[i]);
      } catch (...) {  // the others have theirs
        legs[i].trouble = std::current_exception();
        legs[i].is_underway = false;
      }
    }
  };
  each([&](std::size_t i, Leg<Trip>& leg) {
    leg.trip = begin(i);
    leg.is_underway = leg.trip.has_value();
  });
  while (std::ranges::any_of(legs, &Leg<Trip>::is_underway)) {
    each([&](std::size_t i, Leg<Trip>& leg) {
      if (leg.is_underway) leg.is_underway = all_[i]->hear(*leg.trip);
    });
  }
  return legs;
}

std::vector<tagcache::Answer> Partitions::ask(std::span<const Question> questions) {
  if (questions.size() == 1) return of(questions.front().request.key).ask(questions);
  struct Share {
    std::vector<std::size_t> places;
    std::vector<Question> questions;
  };
  std::vector<Share> shares(all_.size());
  for (std::size_t i = 0; i < questions.size(); ++i) {
    Share& its = shares[index_of(questions[i].request.key)];
    its.places.push_back(i);
    its.questions.push_back(questions[i]);
  }
  auto legs = side_by_side<RedisEngine::Asking>([&](std::size_t i) -> std::optional<RedisEngine::Asking> {
    if (shares[i].places.empty()) return std::nullopt;
    return all_[i]->begin_ask(shares[i].questions);
  });
  std::vector<tagcache::Answer> answers(questions.size());
  std::exception_ptr trouble;
  std::size_t unanswered = 0;
  for (std::size_t part = 0; part < legs.size(); ++part) {
    if (legs[part].trouble) {
      trouble = legs[part].trouble;
      unanswered += shares[part].places.size();
      continue;
    }
    if (!legs[part].trip) continue;
    std::vector<tagcache::Answer> said = legs[part].trip->answers();
    for (std::size_t i = 0; i < said.size(); ++i) answers[shares[part].places[i]] = std::move(said[i]);
  }
  if (trouble && unanswered == questions.size()) std::rethrow_exception(trouble);
  unanswered_ += unanswered;
  return answers;
}

Departed Partitions::begin_asked(const Question& question) {
  RedisEngine& engine = of(question.request.key);
  Departed departed = engine.begin_asked(question);
  departed.load = std::make_shared<PartLoad>(std::move(departed.load), engine);
  return departed;
}

Kept Partitions::keep_stamped(const Load& load, EntryPointer entry, TimePoint now) {
  const PartLoad& its = PartLoad::of(load);
  return its.engine.keep_stamped(*its.load, std::move(entry), now);
}

bool Partitions::is_current(const Load& load, std::span<const Tag> result_tags) {
  const PartLoad& its = PartLoad::of(load);
  return its.engine.is_current(*its.load, result_tags);
}

void Partitions::set(const Request& request, EntryPointer entry) { of(request.key).set(request, std::move(entry)); }
void Partitions::erase(const KeyView& key) { of(key).erase(key); }
void Partitions::expire(const KeyView& key) { of(key).expire(key); }

template <class Begin>
void Partitions::tell_all(const Begin& begin) const {
  const auto legs = side_by_side<RedisEngine::Telling>([&](std::size_t i) { return begin(*all_[i]); });
  for (const auto& leg : legs) {
    if (leg.trouble) std::rethrow_exception(leg.trouble);
  }
}

void Partitions::invalidate(std::span<const Invalidation> invalidations) {
  if (invalidations.empty()) return;
  tell_all([&](RedisEngine& each) { return each.begin_invalidate(invalidations); });
}

void Partitions::clear(std::string_view prefix) {
  tell_all([&](RedisEngine& each) { return each.begin_clear(prefix); });
}

void Partitions::disconnect() {
  for (const auto& each : all_) each->disconnect();
}

void Partitions::wait_until_ready(Duration patience) {
  const TimePoint end = later(std::chrono::steady_clock::now(), patience);
  for (const auto& each : all_) {
    const auto left = std::chrono::ceil<Duration>(end - std::chrono::steady_clock::now());
    each->wait_until_ready(std::max(left, Duration::zero()));
  }
}

std::shared_ptr<void> Partitions::listen(std::shared_ptr<tagcache::Listener> listener, Duration heartbeat) {
  auto subscriptions = std::make_shared<std::vector<std::shared_ptr<void>>>();
  for (std::size_t i = 0; i < all_.size(); ++i) {
    subscriptions->push_back(all_[i]->listen(std::make_shared<PartListener>(listener, i), heartbeat));
  }
  return subscriptions;
}

RedisStats Partitions::stats() const {
  RedisStats sum{.unanswered = unanswered_};
  for (const auto& each : all_) {
    const RedisStats its = each->stats();
    sum.unreadable += its.unreadable;
    sum.other_shapes += its.other_shapes;
    sum.not_encoded += its.not_encoded;
    sum.scripts_sent += its.scripts_sent;
    sum.set_back += its.set_back;
  }
  return sum;
}

}  // namespace tagcache::detail::redis
