#pragma once

#include <cstdint>

/// How often this program asked for memory with `new`. Exact when one thread does so at a time.
[[nodiscard]] std::uint64_t allocations() noexcept;
