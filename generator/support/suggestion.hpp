#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tagcache::generator {

/// The candidate that `written` was most likely meant to be; of several equally near ones the first. Empty when none is
/// near: more than one letter in three would have to change. Letters of another case count as near.
[[nodiscard]] std::optional<std::string> nearest(std::string_view written, std::span<const std::string> candidates);

/// `; did you mean 'users'?` when a candidate is near, otherwise nothing. Made to end a message.
[[nodiscard]] std::string did_you_mean(std::string_view written, std::span<const std::string> candidates);

/// So many names are shown of a list.
inline constexpr std::size_t most_listed = 60;

/// `a, b, c`, or `none` when there are no names; of more than are shown the first. Where making all of them costs too
/// much, `first` are the first of `count` names, as many as are shown at least.
[[nodiscard]] std::string listed(std::span<const std::string> names);
[[nodiscard]] std::string listed(std::span<const std::string> first, std::size_t count);

/// `one of the ids: user, post`; says so when there are none.
[[nodiscard]] std::string one_of(std::string_view things, std::span<const std::string> names);

}  // namespace tagcache::generator
