#pragma once

#include <string_view>

/// Regular expressions as JSON schemas have them. They show an editor's user what is surely wrong; the rules of names
/// are with the generator.
namespace tagcache::generator {

inline constexpr std::string_view tag_pattern =
    R"(^([A-Za-z](_?[A-Za-z0-9])*|\([A-Za-z](_?[A-Za-z0-9])*\))(\.[A-Za-z](_?[A-Za-z0-9])*|\([A-Za-z](_?[A-Za-z0-9])*\))*$)";
inline constexpr std::string_view resource_pattern =
    R"(^[A-Za-z](_?[A-Za-z0-9])*(\.[A-Za-z](_?[A-Za-z0-9])*|\([A-Za-z](_?[A-Za-z0-9])*\))*\([A-Za-z](_?[A-Za-z0-9])*\)$)";
inline constexpr std::string_view result_tag_pattern =
    R"re(^([A-Za-z](_?[A-Za-z0-9])*|\([A-Za-z](_?[A-Za-z0-9])*(\.([A-Za-z_][A-Za-z0-9_]*|\*))*\))(\.[A-Za-z](_?[A-Za-z0-9])*|\([A-Za-z](_?[A-Za-z0-9])*(\.([A-Za-z_][A-Za-z0-9_]*|\*))*\))*$)re";
inline constexpr std::string_view result_path_pattern = R"(^result(\.([A-Za-z_][A-Za-z0-9_]*|\*))*$)";
inline constexpr std::string_view call_pattern = R"(^[^().,\s]+\(.*\)$)";
inline constexpr std::string_view file_pattern = R"(\.(hpp|h|hh|yaml|yml)$)";

/// One tag, and tags with '&' between them: two at least, or one too.
[[nodiscard]] std::string_view intersection_pattern();
[[nodiscard]] std::string_view invalidation_pattern();

/// A name of a duration: none of the words that mean something as the value of an option.
[[nodiscard]] std::string_view duration_name_pattern();

/// A duration, or a name of one.
[[nodiscard]] std::string_view duration_pattern();

/// A rule of `tagcache check`, and what it is about.
[[nodiscard]] std::string_view allow_pattern();

}  // namespace tagcache::generator
