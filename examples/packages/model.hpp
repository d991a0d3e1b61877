#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

// What the catalogue knows: plain structs, read by the generator and by the service alike. The three names are types of
// their own, so that a section can never be passed where a package is meant.
namespace catalogue {

struct PackageName {
  std::string value;
  friend auto operator<=>(const PackageName&, const PackageName&) = default;
};

struct SectionName {
  std::string value;
  friend auto operator<=>(const SectionName&, const SectionName&) = default;
};

struct MaintainerName {
  std::string value;
  friend auto operator<=>(const MaintainerName&, const MaintainerName&) = default;
};

/// One entry of a package's `Depends`: any of these will do, the first that exists is taken.
struct Requirement {
  std::vector<PackageName> any_of;
  friend bool operator==(const Requirement&, const Requirement&) = default;
};

struct Package {
  PackageName name;
  std::string version;
  SectionName section;
  MaintainerName maintainer;
  std::uint64_t installed_kib = 0;   ///< on disk, as the index says; 0 where it is silent
  std::uint64_t download_bytes = 0;  ///< of the .deb file
  std::vector<Requirement> requirements;
  friend bool operator==(const Package&, const Package&) = default;
};

/// A package as lists show it.
struct PackageLine {
  PackageName name;
  std::string version;
  std::uint64_t installed_kib = 0;
  friend bool operator==(const PackageLine&, const PackageLine&) = default;
};

/// One page of a section, in the order of names. A page behind the last one is empty.
struct SectionPage {
  std::vector<PackageLine> packages;
  std::uint64_t packages_in_section = 0;
  friend bool operator==(const SectionPage&, const SectionPage&) = default;
};

/// Who needs a package: those that name it themselves, and how many need it in full depth.
struct Dependents {
  std::vector<PackageName> direct;
  std::uint64_t in_full_depth = 0;
  friend bool operator==(const Dependents&, const Dependents&) = default;
};

}  // namespace catalogue
