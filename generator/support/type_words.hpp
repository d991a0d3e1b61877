#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

/// The words of a C++ type, as text.
namespace tagcache::generator {

/// All identifiers in a C++ type: `std::vector<Post>` -> std, vector, Post.
[[nodiscard]] std::set<std::string> identifiers(std::string_view type);

/// Those of them that are looked up where the type stands, not inside of another scope: std, Post. Names of parameters
/// are not: `void(int page)` looks up `void` and `int`.
[[nodiscard]] std::set<std::string> names_looked_up(std::string_view type);

/// Names that are looked up, and what stands for them: `Post` -> `::blog::Post`.
using Spellings = std::map<std::string, std::string, std::less<>>;

/// `std::vector<Post>` -> `std::vector<::blog::Post>`; names that are not in `spellings` stay.
[[nodiscard]] std::string respelled(std::string_view type, const Spellings& spellings);

}  // namespace tagcache::generator
