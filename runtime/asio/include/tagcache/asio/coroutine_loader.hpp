#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <exception>
#include <memory>
#include <tagcache/primitives.hpp>
#include <utility>

/// Loaders that are coroutines.
namespace tagcache::detail {

/// An executor whose work is a part of one load, so that what a loader asks for is known to be asked by that load.
class LoadExecutor {
 public:
  LoadExecutor(boost::asio::any_io_executor inner, std::shared_ptr<LoadSteps> steps) noexcept
      : inner_(std::move(inner)), steps_(std::move(steps)) {}

  template <class Property>
    requires boost::asio::can_query<const boost::asio::any_io_executor&, Property>::value
  [[nodiscard]] decltype(auto) query(const Property& property) const {
    return boost::asio::query(inner_, property);
  }
  template <class Property>
    requires boost::asio::can_require<const boost::asio::any_io_executor&, Property>::value
  [[nodiscard]] LoadExecutor require(const Property& property) const {
    return {boost::asio::require(inner_, property), steps_};
  }
  template <class Property>
    requires boost::asio::can_prefer<const boost::asio::any_io_executor&, Property>::value
  [[nodiscard]] LoadExecutor prefer(const Property& property) const {
    return {boost::asio::prefer(inner_, property), steps_};
  }
  template <class Function>
  void execute(Function&& function) const {
    inner_.execute([steps = steps_, function = std::forward<Function>(function)]() mutable {
      steps->take([&function] { std::move(function)(); });
    });
  }

  friend bool operator==(const LoadExecutor&, const LoadExecutor&) noexcept = default;

 private:
  boost::asio::any_io_executor inner_;
  std::shared_ptr<LoadSteps> steps_;
};

/// Cancels a coroutine. All but `slot` is called on its strand.
class Recall {
 public:
  /// To be connected before the coroutine is on its strand.
  [[nodiscard]] boost::asio::cancellation_slot slot() { return signal_.slot(); }

  /// Asio ends the program when it cancels a coroutine between `co_spawn` and its first step. Such a one ends by
  /// itself.
  void give() {
    given_ = true;
    if (began_) signal_.emit(boost::asio::cancellation_type::terminal);
  }
  /// Whether the coroutine is still wanted when it begins.
  [[nodiscard]] bool begin() noexcept {
    began_ = true;
    return !given_;
  }

 private:
  boost::asio::cancellation_signal signal_;
  bool began_ = false;
  bool given_ = false;
};

/// Runs the coroutine that `make` gives, shown what is stored, and says how it ended. `room` is for who keeps the
/// entry, see make_with_room.
template <class T, class Make>
boost::asio::awaitable<void> fly(Make make, EntryPointer stored, std::shared_ptr<Landing> landing,
                                 std::shared_ptr<Recall> recall, std::size_t room) {
  if (!recall->begin()) {
    landing->cancelled();
    co_return;
  }
  const Previous<T> previous(stored);
  std::exception_ptr error;
  try {
    auto loaded = co_await call_loader<T>(make, previous);
    const auto give = [&loaded] { return std::move(loaded); };
    landing->arrived(run_loader<T>(give, nullptr, room));
  } catch (...) {
    error = std::current_exception();
  }
  if (!error) co_return;
  const auto state = co_await boost::asio::this_coro::cancellation_state;
  if (state.cancelled() != boost::asio::cancellation_type::none) {
    landing->cancelled();
  } else {
    landing->failed(error);
  }
}

/// A loader that runs the coroutines of `make`, one for each load, on a strand of `executor`.
template <class T, class Make>
[[nodiscard]] OwnedLoader coroutine_loader(const boost::asio::any_io_executor& executor, Make make, std::size_t room) {
  return {nullptr,
          [executor, make = std::move(make), room](const EntryPointer& stored, std::shared_ptr<Landing> landing) {
            const auto strand = boost::asio::make_strand(executor);
            const auto recall = std::make_shared<Recall>();
            landing->on_cancel(
                [strand, recall] { boost::asio::post(strand, [recall] { recall->give(); }); });  // maybe at once
            boost::asio::co_spawn(LoadExecutor(strand, landing->steps()), fly<T>(make, stored, landing, recall, room),
                                  boost::asio::bind_cancellation_slot(recall->slot(), [recall](std::exception_ptr) {}));
          }};
}

template <class Loader, class T>
concept CoroutineLoader =
    requires(Loader& load, const Previous<T>& previous) { call_loader<T>(load, previous).await_ready(); };

template <class T, class Loader>
[[nodiscard]] OwnedLoader owned_loader(const boost::asio::any_io_executor& executor, Loader load, std::size_t room) {
  if constexpr (CoroutineLoader<Loader, T>) {
    return coroutine_loader<T>(executor, std::move(load), room);
  } else {
    return {entry_maker<T>(std::move(load), room)};
  }
}

}  // namespace tagcache::detail
