#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tagcache::generator {

/// What a name of the schema becomes in C++.
enum class NameUse {
  cache,             ///< the class
  name_space,        ///< the first part of `a::b`
  inner_name_space,  ///< one of the other parts
  id,                ///< parameter of tag functions
  segment,           ///< member of the tag builder
  argument,          ///< parameter of methods of the class
  method,            ///< of the class: queries and mutations
  event              ///< behind the `on_` of a method
};

/// Why a name cannot be used, and one that can.
struct NameProblem {
  std::string code;  ///< of the diagnostic: `bad-name` or `reserved-name`
  std::string message;
  std::string expected;
  std::string cure;
};

/// Checks that `name` is letters, digits and single underscores, begins with a letter, does not end with an underscore
/// (generated members do), is no keyword and no macro of the standard library, and hides nothing that generated code
/// needs at the place of `use`. Nothing when the name is fine.
[[nodiscard]] std::optional<NameProblem> problem_with_name(std::string_view name, NameUse use);

/// Letters, digits and single underscores, a letter first and no underscore last; keywords too.
[[nodiscard]] bool is_formed_as_name(std::string_view text);

/// What to write for a segment that cannot be called `text`: another name for C++, and how the tag keeps its text.
[[nodiscard]] std::string cure_for_segment(const std::string& name, std::string_view text);

/// A free name near to one that is taken.
[[nodiscard]] std::string another_name(std::string_view name, NameUse use);

/// One part of a namespace.
struct NamespacePart {
  std::size_t begin = 0;  ///< where it stands in the whole name
  std::string name;
  NameUse use = NameUse::name_space;
};

/// The parts of `a::b`; some may be empty, which problem_with_name refuses.
[[nodiscard]] std::vector<NamespacePart> parts_of_namespace(std::string_view name);

}  // namespace tagcache::generator
