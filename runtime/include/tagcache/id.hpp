#pragma once

#include <array>
#include <string>
#include <string_view>
#include <tagcache/key_of_struct.hpp>
#include <tagcache/key_part.hpp>
#include <tagcache/key_text.hpp>
#include <tagcache/tag.hpp>
#include <tuple>

namespace tagcache {

namespace detail {

/// An id names one thing: what may be absent or many names none.
template <class Part>
inline constexpr bool names_one_thing = NumberPart<Part> || std::same_as<Part, std::string_view>;
template <class Part, std::size_t N>
inline constexpr bool names_one_thing<std::array<Part, N>> = names_one_thing<Part>;
template <class... Parts>
inline constexpr bool names_one_thing<std::tuple<Parts...>> = (names_one_thing<Parts> && ...);

template <class T>
concept IdPart = names_one_thing<decltype(key_parts(std::declval<const T&>()))>;

void write_id_part(std::string& out, std::string_view text, bool alone);

template <class Part>
void write_id_part(std::string& out, const Part& part, bool) {
  write_part(out, part);
}

[[noreturn]] void refuse_empty_id();

}  // namespace detail

/// The wild segment for an id: `id(42)` is the segment "42", `id("ann")` the segment "ann". An id of several parts
/// passes them all, or is a struct of them; different parts never give the same segment.
///
/// Throws std::invalid_argument for an empty text: an empty id is a mistake of the caller nearly always, and as a tag
/// it would look like the collection. Use `wild("")` if it is meant.
template <detail::IdPart... Parts>
  requires(sizeof...(Parts) > 0)
[[nodiscard]] Wild id(const Parts&... parts) {
  Wild segment;
  const auto write_all = [&segment](const auto&... part) {
    constexpr bool alone = sizeof...(part) == 1;
    bool first = true;
    const auto write = [&](const auto& each) {
      if (!first) segment.text.push_back(',');
      first = false;
      detail::write_id_part(segment.text, each, alone);
    };
    (write(part), ...);
  };
  std::apply(write_all, std::tuple_cat(detail::key_parts(parts)...));
  if (segment.text.empty()) detail::refuse_empty_id();
  return segment;
}

}  // namespace tagcache
