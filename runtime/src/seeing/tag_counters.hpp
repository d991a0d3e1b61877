#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <tagcache/stats.hpp>
#include <tagcache/tag.hpp>
#include <vector>

namespace tagcache::detail {

/// `users(*).posts`: the tag as a schema writes it, with a star for each wild segment. Of intersections
/// `users(*) & posts(*)`.
[[nodiscard]] std::string pattern_of(const Tag& tag);

/// Counts invalidations by the pattern of their tags. Tags made up by hand may have any number of patterns; those
/// beyond the bound are counted together.
class TagCounters {
 public:
  void add(std::span<const Invalidation> invalidations);

  /// By pattern; `other` is the last, when there is any.
  [[nodiscard]] std::vector<TagStats> stats() const;
  void reset();

  static constexpr std::size_t most = 200;

 private:
  struct Counted {
    std::uint64_t prefix = 0;
    std::uint64_t exact = 0;
  };

  mutable std::mutex mutex_;
  std::map<std::string, Counted> patterns_;
  Counted other_;
};

}  // namespace tagcache::detail
