#pragma once

#include <cstddef>
#include <string_view>

namespace tagcache {

/// Why a read was not served what is stored.
enum class MissCause {
  absent,        ///< nothing is stored under the key, or the store does not say why it found nothing
  cleared,       ///< `clear` took the entry
  idle,          ///< nobody read the entry for its idle_ttl
  another_type,  ///< what is stored under the key is of another type
  expired,       ///< the entry was expired, by time, tag or key, and is beyond its grace if it is served in grace
  invalidated,   ///< a tag of the entry was invalidated
  store_failed,  ///< the store could not be asked
  disabled,      ///< the cache is switched off
  forced,        ///< the caller wanted a load (force_refresh)
};
inline constexpr std::size_t miss_causes = 9;

/// `another_type` and so on: the words of logs and metrics.
[[nodiscard]] std::string_view name(MissCause cause) noexcept;

}  // namespace tagcache
