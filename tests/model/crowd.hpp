#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace model {

/// Lets `threads` threads do `steps` steps in all on one cache, in rounds, each with a cache of its own and background
/// threads that refresh, while another thread moves the clock. Gives what the first round that broke a promise saw;
/// empty when all was well. The seed says which steps, not in which order those of different threads fall.
[[nodiscard]] std::string broken_promise(std::size_t threads, std::uint64_t steps, std::uint64_t seed);

}  // namespace model
