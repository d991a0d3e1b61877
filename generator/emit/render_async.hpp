#pragma once

#include <string>

#include "emit/cpp_unit.hpp"

/// What classes have in addition whose schemas say `async: true`.
namespace tagcache::generator {

/// The form of a method that takes a completion token.
[[nodiscard]] std::string async_method(const CppUnit& unit, const CppQuery& query);
[[nodiscard]] std::string async_method(const CppUnit& unit, const CppMutation& mutation);

/// The same for several values at a time.
[[nodiscard]] std::string async_many_method(const CppUnit& unit, const CppQuery& query);
[[nodiscard]] std::string async_many_definition(const CppUnit& unit, const CppQuery& query);

/// What these forms call, which knows nothing of tokens: declared as private members,
[[nodiscard]] std::string async_members(const CppUnit& unit);
/// and defined in the source file.
[[nodiscard]] std::string async_definition(const CppUnit& unit, const CppQuery& query);
[[nodiscard]] std::string async_definition(const CppUnit& unit, const CppMutation& mutation);

}  // namespace tagcache::generator
