#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace shop {

/// Where a node finds what it shares with the other one.
struct NodeOptions {
  std::uint32_t number = 0;
  std::filesystem::path folder;  ///< of the database and the ledger
  std::string redis;             ///< URL
  std::string name_space;        ///< of the cache in Redis
};

/// A service process: reads products from the cache all the time, writes one whenever a line of standard input says
/// `write <product>`, and writes a report as a line to standard output ten times a second. Returns at the end of
/// standard input.
void run_node(const NodeOptions& options);

}  // namespace shop
