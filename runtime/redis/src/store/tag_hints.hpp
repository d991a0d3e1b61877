#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <tagcache/tag.hpp>

namespace tagcache::detail::redis {

/// Which tags the entry of a key had when it was last seen, for keys whose requests do not name them all. Their markers
/// are asked for together with the entry. Only a hint, which may be missing or wrong: entries are judged by the tags
/// that stand in them. Bounded: a key takes the place of another one. Thread-safe.
class TagHints {
 public:
  /// None for a key that is not known, at the cost of one look as long as there is none at all.
  [[nodiscard]] std::optional<TagSet> of(std::string_view key) const;
  void remember(std::string_view key, const TagSet& tags);

 private:
  static constexpr std::size_t places = 1024;
  static constexpr std::size_t longest = 32;  ///< sets of more tags are not remembered

  struct Place {
    std::uint64_t key = 0;  ///< its hash
    TagSet tags;
  };
  using Places = std::array<Place, places>;

  std::atomic<bool> is_used_ = false;
  mutable std::mutex mutex_;
  std::unique_ptr<Places> places_;  ///< guarded by mutex_
};

}  // namespace tagcache::detail::redis
