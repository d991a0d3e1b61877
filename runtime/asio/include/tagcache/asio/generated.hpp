#pragma once

#include <tagcache/asio/async_typed_cache.hpp>
#include <tagcache/generated.hpp>

/// All that generated code includes whose schema says `async: true`. Needs Boost 1.81 or newer.
