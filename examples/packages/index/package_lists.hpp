#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "index/package_index.hpp"

namespace catalogue {

/// Where the packages come from: files of one kind, read one after the other.
struct PackageLists {
  std::string origin;  ///< for people: "the package lists of this machine"
  std::vector<std::filesystem::path> files;
};

/// The lists that apt keeps on this machine; nullopt where there is no apt or where it has fetched none.
[[nodiscard]] std::optional<PackageLists> lists_of_this_machine();

/// The extract that is shipped with the example.
[[nodiscard]] PackageLists shipped_extract();

/// Reads all files, whichever way each is compressed. Throws std::runtime_error, which names the file and the command
/// that failed, when one cannot be read to its end.
void read(const PackageLists& lists, PackageIndex& index, const PackageIndex::Progress& progress = {});

}  // namespace catalogue
