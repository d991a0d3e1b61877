#include "async_load.hpp"

#include <exception>
#include <utility>

namespace tagcache::detail {

class Reader::AsyncLoad::Steps final : public LoadSteps {
 public:
  explicit Steps(std::shared_ptr<const LoneLoad> inside) : inside_(std::move(inside)) {}

  [[nodiscard]] Waiter& waiter() const noexcept { return *waiter_; }

  void take(FunctionView<void()> step) override {
    const Waiter::Acting acting(waiter_);
    const LoneLoad::Inside inside(inside_);
    step();
  }

 private:
  const std::shared_ptr<Waiter> waiter_ = std::make_shared<Waiter>();
  const std::shared_ptr<const LoneLoad> inside_;
};

Reader::AsyncLoad::AsyncLoad(Reader& reader, std::shared_ptr<Flight> flight, const ReadCall& call,
                             EntryPointer replaced, Purpose purpose, std::shared_ptr<const LoneLoad> inside)
    : owner_(reader.owner_.lock()),
      reader_(reader),
      counted_(reader.background_.begins_elsewhere()),
      flight_(std::move(flight)),
      call_(call, std::move(replaced), purpose),
      steps_(std::make_shared<Steps>(std::move(inside))),
      lease_(reader.lease_of(call_.view())) {
  flight_->run_by(steps_->waiter());
}

Reader::AsyncLoad::~AsyncLoad() { cancelled(); }

void Reader::AsyncLoad::begin() {
  if (lease_ > Duration::zero() && !reader_.unfinished_.ended()) {
    lease_wait_.emplace(lease_, reader_.options_.clock->now());
    flight_->on_desertion([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->cancelled();
    });
  }
  depart();
}

void Reader::AsyncLoad::depart() {
  if (over_) return;
  if (lease_wait_ && reader_.unfinished_.ended()) return cancelled();
  try {
    const Duration lease = lease_wait_ ? lease_ : Duration::zero();
    departure_ = reader_.depart(call_.view(), reader_.options_.clock->now(), lease);
    if (waits_for_lease()) return;
    flight_->learnt(departure_.begun.load);
    if (const auto found = departure_.found(call_.view())) return conclude([&] { return *found; });
    call_.loader().start(departure_.previous(call_.view()), shared_from_this());
  } catch (...) {
    failed(std::current_exception());
  }
}

bool Reader::AsyncLoad::waits_for_lease() {
  if (!lease_wait_) return false;
  const Duration pause = reader_.pause_before(call_.view(), departure_, *lease_wait_);
  if (pause == Duration::zero()) return false;
  return reader_.background_.post_after(pause, [self = shared_from_this()] {
    const auto again = [self] { self->depart(); };  // which may block
    if (!self->reader_.background_.post(again)) again();
  });
}

void Reader::AsyncLoad::arrived(LoadResult result) {
  if (reader_.unfinished_.ended()) return cancelled();
  conclude([&] { return reader_.arrive(call_.view(), departure_, std::move(result)); });
}

void Reader::AsyncLoad::failed(std::exception_ptr error) {
  conclude([&]() -> Outcome { std::rethrow_exception(error); });
}

/// Lands with what `give` gives, or with what stands in for it.
template <class Give>
void Reader::AsyncLoad::conclude(const Give& give) {
  if (over_.exchange(true)) return;
  std::optional<Outcome> outcome;
  std::exception_ptr error;
  try {
    try {
      outcome = give();
    } catch (...) {
      outcome = reader_.stand_in(call_.view(), departure_);
    }
  } catch (...) {
    error = std::current_exception();
  }
  withdraw();
  departure_.begun.lease.reset();
  if (outcome) {
    flight_->succeed(*std::move(outcome));
  } else {
    flight_->fail(std::move(error));
  }
  tell();
}

void Reader::AsyncLoad::tell() {
  if (!call_.report().verification && !call_.was_refreshed()) return;
  const auto telling = [self = shared_from_this()] { self->reader_.tell(self->call_); };
  try {
    if (!reader_.background_.post(telling)) telling();
  } catch (...) {  // NOLINT(bugprone-empty-catch): without memory nobody is told
  }
}

void Reader::AsyncLoad::cancelled() {
  if (over_.exchange(true)) return;
  withdraw();
  flight_->abandon();
}

void Reader::AsyncLoad::withdraw() {
  reader_.unfinished_.remove(this);
  reader_.flights_.remove(call_.view().key, *flight_);
}

void Reader::AsyncLoad::on_cancel(std::function<void()> cancel) {
  flight_->on_desertion(cancel);
  reader_.unfinished_.add(this, std::move(cancel));
}

std::shared_ptr<LoadSteps> Reader::AsyncLoad::steps() { return steps_; }

void Reader::launch(const std::shared_ptr<Flight>& flight, const ReadCall& call, EntryPointer replaced, Purpose purpose,
                    std::shared_ptr<const LoneLoad> awaited_by) {
  try {
    std::make_shared<AsyncLoad>(*this, flight, call, std::move(replaced), purpose, std::move(awaited_by))->begin();
  } catch (...) {
    flights_.remove(call.key, *flight);
    flight->fail(std::current_exception());
  }
}

}  // namespace tagcache::detail
