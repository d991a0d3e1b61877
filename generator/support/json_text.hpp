#pragma once

#include <string>
#include <string_view>

namespace tagcache::generator {

/// `text` as a JSON string, quotes included. Bytes that are no UTF-8 become U+FFFD, so that what comes out always is.
[[nodiscard]] std::string json_text(std::string_view text);

}  // namespace tagcache::generator
