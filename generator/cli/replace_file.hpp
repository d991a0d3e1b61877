#pragma once

#include <string>
#include <string_view>

namespace tagcache::generator {

/// Puts `text` into the file at `path`: readers see the old text or the new one, never a part. Permissions stay, and a
/// link stays a link. False when that is not possible; then the file is as it was.
[[nodiscard]] bool replace_file(const std::string& path, std::string_view text);

}  // namespace tagcache::generator
