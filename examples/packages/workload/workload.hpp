#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "index/package_index.hpp"
#include "model.hpp"
#include "workload/zipf.hpp"

namespace catalogue {

/// One request to the service. Names are numbers here, so that a million requests stay small; Names turns them back.
struct Request {
  enum class Kind : std::uint8_t { find_package, section_page, maintainer_packages, needs, needed_by, rebuild };

  Kind kind = Kind::find_package;
  std::uint32_t subject = 0;  ///< number of the package, section or maintainer
  std::uint32_t page = 0;     ///< for section_page

  friend auto operator<=>(const Request&, const Request&) = default;
};

/// What requests can be about.
struct Names {
  explicit Names(const std::vector<IndexedPackage>& index);

  std::vector<PackageName> packages;
  std::vector<SectionName> sections;
  std::vector<std::uint32_t> section_pages;  ///< how many pages each section has
  std::vector<MaintainerName> maintainers;
  std::vector<std::uint32_t> section_of;     ///< for each package
  std::vector<std::uint32_t> maintainer_of;  ///< for each package
};

/// `needs(bash)`, as people and messages write it.
[[nodiscard]] std::string describe(const Request& request, const Names& names);

/// A skewed stream of requests: which package a request is about follows a Zipf distribution over all packages, in an
/// order of popularity that was shuffled once. Same packages and seed, same requests, on every machine.
class Workload {
 public:
  static constexpr double exponent = 0.99;
  static constexpr std::uint32_t requests_per_write = 1'000;

  /// `names` outlives the workload.
  Workload(const Names& names, std::uint64_t seed);

  /// The first `count` requests of one stream; each number is a stream of its own over the same popularity.
  [[nodiscard]] std::vector<Request> stream(std::uint64_t number, std::size_t count) const;

  /// The same without its writes: what is read while others write and look for what they wrote.
  [[nodiscard]] std::vector<Request> reads(std::uint64_t number, std::size_t count) const;

  /// Each read that a stream can contain, once.
  [[nodiscard]] std::vector<Request> every_read() const;

  /// Packages from the most popular one on.
  [[nodiscard]] const std::vector<std::uint32_t>& by_popularity() const noexcept { return by_popularity_; }

 private:
  [[nodiscard]] Request draw(std::mt19937_64& random) const;

  const Names& names_;
  std::uint64_t seed_;
  Zipf package_ranks_;
  std::vector<std::uint32_t> by_popularity_;
};

}  // namespace catalogue
