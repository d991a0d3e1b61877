#pragma once

#include <compare>
#include <string_view>

namespace catalogue {

/// Which of two versions is the newer one, as Debian Policy 5.6.12 orders them: epoch, then upstream version, then
/// revision; letters before other characters, and `~` before everything, the end included.
[[nodiscard]] std::strong_ordering order_versions(std::string_view left, std::string_view right);

}  // namespace catalogue
