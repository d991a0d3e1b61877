#include <tagcache/clock.hpp>

namespace tagcache {
namespace {

class SteadyClock final : public Clock {
 public:
  [[nodiscard]] TimePoint now() const noexcept override { return std::chrono::steady_clock::now(); }
};

}  // namespace

std::shared_ptr<const Clock> steady_clock() { return std::make_shared<SteadyClock>(); }

}  // namespace tagcache
