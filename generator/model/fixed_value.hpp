#pragma once

#include <string>

#include "model/cache_model.hpp"

namespace tagcache::generator {

/// A value that a schema passes to an argument of a query, the same each time.
struct FixedValue {
  std::string value;     ///< as PassedValue keeps it; empty when it is none of the type of the argument
  std::string expected;  ///< then: what the argument takes
  std::string cure;      ///< and one of these; empty when no value of the type can be written
};

/// `written` as a value for `taken`. Of a type of which nothing is known every value is taken: the compiler decides.
[[nodiscard]] FixedValue fixed_value(const std::string& written, const Argument& taken);

/// Whether a name is a word for a value in some language: `nullopt`, `null`, `True`, `yes`.
[[nodiscard]] bool is_word_for_value(const std::string& name);

}  // namespace tagcache::generator
