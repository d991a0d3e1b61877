#pragma once

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/cache_model.hpp"

namespace tagcache::generator {

/// A parameter as C++ declares it.
struct CppParameter {
  std::string type;  ///< as passed: `blog::UserId`, `const std::string&`
  std::string name;

  [[nodiscard]] std::string declaration() const { return type + ' ' + name; }
};

/// How a value of `type` is passed: small ones that are copied like bytes by value, all others by reference.
[[nodiscard]] std::string passed_type(std::string_view type, const TypeFacts& facts);

/// The parameters for `arguments`. Those with a name in `hidden` or in the type of another one get another name
/// (`tags_argument`): their own would hide something that the function needs.
[[nodiscard]] std::vector<CppParameter> parameters(std::span<const Argument> arguments,
                                                   const std::set<std::string>& hidden = {});

[[nodiscard]] std::string declarations(std::span<const CppParameter> parameters);

/// The same, with those not in `used` (by index) marked as perhaps unused.
[[nodiscard]] std::string marked_declarations(std::span<const CppParameter> parameters,
                                              const std::set<std::size_t>& used);

[[nodiscard]] std::string names(std::span<const CppParameter> parameters);

/// The parts of a value from which ids and keys are made: itself, or the members of a struct, and theirs.
[[nodiscard]] std::vector<std::string> parts(const std::string& expression, const TypeFacts& facts);

[[nodiscard]] std::string joined(std::span<const std::string> texts, std::string_view separator = ", ");

}  // namespace tagcache::generator
