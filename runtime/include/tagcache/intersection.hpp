#pragma once

#include <array>
#include <concepts>
#include <span>
#include <tagcache/tag.hpp>

namespace tagcache {

/// The tag of what carries all of several tags: users(42) & posts(7). Invalidating it costs what invalidating any tag
/// does, because nobody looks for entries that carry both: they carry this tag as well. Generated code sees to that for
/// the intersections of its schema; who stores by hand says it.
///
///     const tagcache::Tag both = tagcache::intersection(user, post);
///     cache.query<Page>(key, {user, post, both}, load);
///     cache.invalidate(both);  // and neither the rest of the user nor that of the post
///
/// The order of the tags means nothing, an intersection among them stands for its own tags, and no other tag is equal
/// to an intersection. Throws std::invalid_argument for fewer than two tags.
[[nodiscard]] Tag intersection(std::span<const Tag> tags);

template <std::convertible_to<Tag>... More>
[[nodiscard]] Tag intersection(const Tag& first, const Tag& second, const More&... more) {
  const std::array<Tag, 2 + sizeof...(More)> tags{first, second, Tag(more)...};
  return intersection(std::span<const Tag>(tags));
}

/// What an entry carries in the place of `intersection` that carries one of its tags only by a tag below it, such as
/// users(42).posts: `exact` leaves it, and an invalidation of the intersection with all below it reaches it.
[[nodiscard]] Tag below(const Tag& intersection);

}  // namespace tagcache
