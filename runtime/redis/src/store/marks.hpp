#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tagcache/store.hpp>
#include <tagcache/tag.hpp>
#include <vector>

#include "store/key_layout.hpp"

// What an entry depends on, and whether it has moved.
namespace tagcache::detail::redis {

/// A marker as it stands in Redis: 40 bytes, the incarnation first. The numbers at which what it is for moved last.
struct Marker {
  std::uint64_t invalidated = 0;  ///< with all below it
  std::uint64_t exactly_invalidated = 0;
  std::uint64_t expired = 0;
  std::uint64_t exactly_expired = 0;
};

/// Absent when the bytes are none, or belong to another incarnation: as if there were nothing.
[[nodiscard]] std::optional<Marker> marker(std::string_view bytes, std::uint64_t incarnation) noexcept;

/// A marker that entries watch.
struct Mark {
  std::string key;
  std::string_view name;  ///< the bytes of a tag, or the prefix of the scope
  bool is_tag = false;    ///< a tag of the entry, not only above one
};

/// The markers of an entry: of its scope first, then of its tags and all above them, each once. Views of the prefix and
/// of the tags, which must outlive it.
class Marks {
 public:
  Marks(const KeyLayout& layout, std::string_view prefix, const TagSet& tags);

  [[nodiscard]] const std::vector<Mark>& all() const noexcept { return all_; }
  /// As the script that keeps takes them: five bytes each.
  [[nodiscard]] std::string watch_bytes() const;

 private:
  void add(const KeyLayout& layout, const Tag& tag);
  void add(const KeyLayout& layout, std::string_view bytes, bool is_tag);

  std::vector<Mark> all_;
};

/// What a load of that number is, by one of its marks; absent when it was cleared.
[[nodiscard]] Validity judged(const Mark& mark, const std::optional<Marker>& marker, std::uint64_t load) noexcept;

/// Which of the numbers of a marker an invalidation moves: 0 to 3.
[[nodiscard]] std::uint8_t which_number(const Invalidation& invalidation) noexcept;

}  // namespace tagcache::detail::redis
