#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <map>
#include <string_view>
#include <vector>

#include "model.hpp"

namespace catalogue {

/// A package as the index describes it, with the virtual packages that it stands in for.
struct IndexedPackage {
  Package package;
  std::vector<PackageName> provides;
};

/// The packages of one or more Debian `Packages` streams. A name that occurs more than once, in an archive and in its
/// security updates say, is kept with its newest version. Not thread-safe.
///
/// Version constraints (`libc6 (>= 2.34)`), architecture qualifiers (`python3:any`) and mail addresses are dropped:
/// the catalogue shows one version of each package, so a constraint has nothing to choose between.
class PackageIndex {
 public:
  /// Told from time to time how many packages were read so far.
  using Progress = std::function<void(std::size_t packages)>;

  /// Reads a stream to its end. A stanza without a name or a version is no package and is passed over.
  void read(std::istream& stream, const Progress& progress = {});

  [[nodiscard]] std::size_t size() const noexcept { return packages_.size(); }

  /// All packages in the order of their names; the index is empty afterwards.
  [[nodiscard]] std::vector<IndexedPackage> take();

 private:
  void add(IndexedPackage package);

  std::map<PackageName, IndexedPackage> packages_;
};

/// `libc6 (>= 2.34), default-mta | mail-transport-agent` as requirements, in order, doubles left out.
[[nodiscard]] std::vector<Requirement> parse_requirements(std::string_view field);

}  // namespace catalogue
