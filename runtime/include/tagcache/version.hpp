#pragma once

#include <string_view>

/// The release of these headers: the one place where it is written. For the preprocessor, which cannot read constants.
/// Below 1.0 a minor release may break what the one before had; see CHANGELOG.md.
#define TAGCACHE_VERSION_MAJOR 0
#define TAGCACHE_VERSION_MINOR 1
#define TAGCACHE_VERSION_PATCH 0
#define TAGCACHE_VERSION_TEXT "0.1.0"

namespace tagcache {

/// The same as a text. Whether generated code fits is told by `contract` and not by this.
inline constexpr std::string_view version = TAGCACHE_VERSION_TEXT;

}  // namespace tagcache
