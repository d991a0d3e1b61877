#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tagcache {

/// The text of a wild segment: data, not a name. Made by `wild` and `id`.
struct Wild {
  std::string text;
};

/// A wild segment of any text, even an empty one. Generated code uses `id` (id.hpp), which refuses empty ids.
[[nodiscard]] inline Wild wild(std::string_view text) { return Wild{std::string(text)}; }

/// One segment of a tag. A fixed segment is a name of the schema, a wild one is an id; `settings` as a name and an id
/// whose text is "settings" are different segments. The segments of an intersection (intersection.hpp) are members: the
/// text of each is the bytes of a tag.
struct Segment {
  enum class Kind : char { fixed = 'f', wild = 'w', member = '&' };
  Kind kind = Kind::fixed;
  std::string_view text;

  friend bool operator==(const Segment&, const Segment&) = default;
};

/// A path of segments, such as users(42).posts: what entries carry and what an invalidation names. The tags on the way
/// (`users`, `users(42)`) are its prefixes. An immutable value; equality and hash are those of the path.
///
/// Any text is allowed in a segment: segments are kept with their kind and length, so that `users` is no prefix of
/// `usersAbc` and a separator inside an id is data.
class Tag {
 public:
  /// Tag("users", wild("42"), "posts"): texts are fixed segments. A tag has one segment at least.
  template <class... Segments>
    requires(sizeof...(Segments) > 0 &&
             ((std::convertible_to<const Segments&, std::string_view> || std::same_as<Segments, Wild>) && ...))
  explicit Tag(const Segments&... segments) {
    append({segment(segments)...});
  }

  /// Typed tags of generated code (anything that tells its `path()`) are tags.
  template <class Typed>
    requires requires(const Typed& typed) {
      { typed.path() } -> std::convertible_to<Tag>;
    }
  Tag(const Typed& typed) : bytes_(Tag(typed.path()).bytes_) {}

  /// Copied even where it could be moved: a tag without segments must not exist.
  Tag(const Tag&) = default;
  Tag& operator=(const Tag&) = default;
  ~Tag() = default;

  /// Throws std::invalid_argument when `segments` is empty: "everything" is `clear`, not a tag.
  [[nodiscard]] static Tag of(std::span<const Segment> segments);

  /// The segments in order; they are views into this tag.
  [[nodiscard]] std::vector<Segment> segments() const;

  /// For people: `users/42/posts`, and `users/42 & posts/7` of an intersection. Different tags may print alike.
  [[nodiscard]] std::string text() const;

  /// For stores: the same bytes for equal tags on every machine; the bytes of a prefix are a prefix of these bytes.
  [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }

  friend bool operator==(const Tag&, const Tag&) = default;

 private:
  Tag() = default;
  static Segment segment(std::string_view fixed) noexcept { return {Segment::Kind::fixed, fixed}; }
  static Segment segment(const Wild& wild) noexcept { return {Segment::Kind::wild, wild.text}; }
  void append(std::initializer_list<Segment> segments);

  std::string bytes_;
};

/// The tags of an entry, in the order given. May be empty: then only time, `del`, `clear` and eviction end the entry.
using TagSet = std::vector<Tag>;

/// A set of these, each made where it stays: a list in braces copies each of its tags.
template <std::convertible_to<Tag>... Tags>
[[nodiscard]] TagSet tag_set(const Tags&... tags) {
  TagSet set;
  set.reserve(sizeof...(tags));
  (set.emplace_back(tags), ...);
  return set;
}

/// How far an invalidation reaches.
enum class Reach {
  prefix,  ///< entries that carry the tag or any tag below it
  exact,   ///< entries that carry exactly the tag
};

/// What becomes of the entries that an invalidation reaches.
enum class Becomes {
  invalidated,  ///< not served any more; may stand in when a load fails
  expired,      ///< as when their TTL is over: served in grace, while one refresh runs
};

/// One tag to invalidate, how far, and how hard.
struct Invalidation {
  Tag tag;
  Reach reach = Reach::prefix;
  Becomes becomes = Becomes::invalidated;

  friend bool operator==(const Invalidation&, const Invalidation&) = default;
};

}  // namespace tagcache

template <>
struct std::hash<tagcache::Tag> {
  std::size_t operator()(const tagcache::Tag& tag) const noexcept { return std::hash<std::string_view>{}(tag.bytes()); }
};
