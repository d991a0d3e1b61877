#include <algorithm>
#include <tagcache/clock.hpp>

namespace tagcache {
namespace {

class SteadyClock final : public Clock {
 public:
  [[nodiscard]] TimePoint now() const noexcept override { return std::chrono::steady_clock::now(); }
};

}  // namespace

void Clock::wait_until(std::unique_lock<std::mutex>& lock, std::condition_variable& changed, TimePoint deadline) const {
  // In pieces: the library adds the time to a clock of its own, where a very long one would overflow.
  constexpr TimePoint::duration longest = std::chrono::hours(1);
  changed.wait_for(lock, std::min(deadline - now(), longest));
}

std::shared_ptr<const Clock> steady_clock() { return std::make_shared<SteadyClock>(); }

}  // namespace tagcache
