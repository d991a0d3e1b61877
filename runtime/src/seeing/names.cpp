#include <array>
#include <cstddef>
#include <string_view>
#include <tagcache/memory.hpp>
#include <tagcache/observer.hpp>

namespace tagcache {
namespace {

/// The words of an enumeration, in its order.
template <std::size_t Size, class Enumeration>
std::string_view word(const std::array<std::string_view, Size>& words, Enumeration value) {
  return words[static_cast<std::size_t>(value)];
}

constexpr std::array<std::string_view, miss_causes> causes{
    "absent", "cleared", "idle", "another_type", "expired", "invalidated", "store_failed", "disabled", "forced"};
constexpr std::array<std::string_view, store_calls> calls{"find",  "begin",  "is_current", "keep", "set",
                                                          "erase", "expire", "invalidate", "clear"};
constexpr std::array<std::string_view, removal_causes> removals{"evicted", "expired", "invalidated", "replaced",
                                                                "deleted", "cleared", "disconnected"};
constexpr std::array<std::string_view, 5> statuses{"hit", "stale", "miss", "reloaded", "fallback"};
constexpr std::array<std::string_view, 5> purposes{"read", "force", "refresh", "warming", "verification"};
constexpr std::array<std::string_view, 3> states{"ok", "degraded", "down"};
constexpr std::array<std::string_view, 4> levels{"debug", "info", "warning", "error"};

}  // namespace

std::string_view name(MissCause cause) noexcept { return word(causes, cause); }
std::string_view name(Status status) noexcept { return word(statuses, status); }
std::string_view name(StoreCall call) noexcept { return word(calls, call); }
std::string_view name(RemovalCause cause) noexcept { return word(removals, cause); }
std::string_view name(Health::State state) noexcept { return word(states, state); }
std::string_view name(Purpose purpose) noexcept { return word(purposes, purpose); }
std::string_view name(Level level) noexcept { return word(levels, level); }

}  // namespace tagcache
