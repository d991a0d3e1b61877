#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace workload {

/// Keys in the order in which they are asked for. Kept as traces are: little-endian unsigned 64-bit numbers in a file.
using KeySequence = std::vector<std::uint64_t>;

/// `length` keys below `keys`: the k-th most popular is asked for with a probability in proportion to 1 / k^0.99, as in
/// YCSB (Cooper et al. 2010). Which keys are popular is shuffled, so that they do not lie side by side. The same each
/// time.
[[nodiscard]] KeySequence zipf_sequence(std::size_t keys, std::size_t length);

/// A power of two: long enough that the rare keys are asked for as well.
[[nodiscard]] std::size_t sequence_length(std::size_t keys);

/// Reads the keys of a file; one whose name ends in `.xz` is unpacked by the program xz. Throws std::runtime_error.
[[nodiscard]] KeySequence read_sequence(const std::string& path);
void write_sequence(const KeySequence& sequence, const std::string& path);

}  // namespace workload
