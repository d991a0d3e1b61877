#pragma once

#include <cstdint>

/// How often this program asked for memory with `new`. For programs of one thread.
[[nodiscard]] std::uint64_t allocations() noexcept;
