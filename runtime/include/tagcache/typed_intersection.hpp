#pragma once

#include <concepts>
#include <span>
#include <tagcache/intersection.hpp>
#include <tagcache/typed_tag.hpp>
#include <type_traits>
#include <utility>
#include <vector>

namespace tagcache {

/// One of the intersections that a schema declares, by the classes of its tags.
template <class... Members>
struct Intersection {};

/// All of them: what the tags class of a schema names `intersections_`, as no tag is called.
template <class... Declared>
struct Intersections {};

namespace detail {

template <class One, class... Several>
inline constexpr bool is_among = (std::same_as<One, Several> || ...);

/// Whether the tags are those of one declared intersection, in any order.
template <class Declared, class... Members>
inline constexpr bool is_declared = false;
template <class... Declared, class... Members>
inline constexpr bool is_declared<Intersection<Declared...>, Members...> =
    sizeof...(Declared) == sizeof...(Members) && (is_among<Members, Declared...> && ...) &&
    (is_among<Declared, Members...> && ...);
template <class... Declared, class... Members>
inline constexpr bool is_declared<Intersections<Declared...>, Members...> = (is_declared<Declared, Members...> || ...);

template <class Tags, class... Members>
[[nodiscard]] consteval bool schema_declares() {
  if constexpr (requires { typename Tags::intersections_; }) {
    return is_declared<typename Tags::intersections_, Members...>;
  } else {
    return false;
  }
}

}  // namespace detail

/// A tag of a schema: that of what carries all of `Members`. Made by `&`.
template <class Tags, class... Members>
class AllOf : public TagOf<Tags> {
 public:
  explicit AllOf(std::vector<Tag> members) : members_(std::move(members)) {}

  [[nodiscard]] Tag path() const {
    static_assert(detail::schema_declares<Tags, Members...>(),
                  "the schema declares no intersection of these tags: write them below its key `intersections`, as in "
                  "intersections: [users(user) & posts(post)], or name one tag");
    return intersection(std::span<const Tag>(members_));
  }

  [[nodiscard]] const std::vector<Tag>& members() const noexcept { return members_; }

 private:
  std::vector<Tag> members_;
};

namespace detail {

template <class T>
struct MembersOf {
  static std::vector<Tag> of(const T& tag) { return {tag.path()}; }
  template <class... Others>
  using Behind = AllOf<SchemaOf<T>, Others..., T>;
};
template <class Tags, class... Members>
struct MembersOf<AllOf<Tags, Members...>> {
  static const std::vector<Tag>& of(const AllOf<Tags, Members...>& all) { return all.members(); }
  template <class... Others>
  using Behind = AllOf<Tags, Others..., Members...>;
};

template <class Left, class Right>
struct Joint {
  using Type = typename MembersOf<Right>::template Behind<Left>;
};
template <class Tags, class... Members, class Right>
struct Joint<AllOf<Tags, Members...>, Right> {
  using Type = typename MembersOf<Right>::template Behind<Members...>;
};

}  // namespace detail

/// `cache.invalidate(cache.tags.users(user) & cache.tags.posts(post))` reaches the entries that carry both, or tags
/// below them, and leaves the rest of either. What is `exact` is left alone unless it carries exactly both.
template <class Left, class Right>
  requires TagOfSchema<Left, SchemaOf<Left>> && TagOfSchema<Right, SchemaOf<Right>>
[[nodiscard]] auto operator&(const Left& left, const Right& right) {
  static_assert(std::is_same_v<SchemaOf<Left>, SchemaOf<Right>>,
                "no entry carries tags of two schemas: take both sides of & from one cache");
  auto members = detail::MembersOf<Left>::of(left);
  const auto& more = detail::MembersOf<Right>::of(right);
  members.insert(members.end(), more.begin(), more.end());
  return typename detail::Joint<Left, Right>::Type(std::move(members));
}

}  // namespace tagcache
