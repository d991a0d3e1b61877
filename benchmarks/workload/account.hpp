#pragma once

#include <cstdint>
#include <string>

namespace workload {

/// What is cached: an id and two texts of 24 characters, too long to lie within their strings.
struct Account {
  std::uint64_t id;
  std::string name;
  std::string address;
};

/// The empty loader: what it takes to make the value, and nothing else.
[[nodiscard]] inline Account load_account(std::uint64_t id) {
  return {id, std::string(24, static_cast<char>('a' + id % 26)), std::string(24, static_cast<char>('A' + id % 26))};
}

}  // namespace workload
