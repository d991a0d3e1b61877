#pragma once

#include <string_view>

namespace tagcache {

/// What a load is for.
enum class Purpose {
  read,          ///< a caller waits for it
  force,         ///< a caller wants it whatever is stored (force_refresh)
  refresh,       ///< an entry that is expired, or will be
  warming,       ///< a mutation asked for it
  verification,  ///< a hit is compared with it
};
/// `read` and so on.
[[nodiscard]] std::string_view name(Purpose purpose) noexcept;

}  // namespace tagcache
