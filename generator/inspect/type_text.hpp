#pragma once

#include <string>
#include <string_view>

namespace tagcache::generator {

/// Why `text` cannot be the name of a C++ type, judged by its letters alone; empty when it may be one. What passes can
/// be put behind `using x =` without becoming anything else than a type or an error in that line.
[[nodiscard]] std::string why_no_type_text(std::string_view text);

/// What round brackets outside of template arguments say of a type that is one.
enum class TextForm {
  plain,
  function,  ///< `int(char)`
  around     ///< a name of this type would stand inside of the text: `int (*)(char)`, `int (&)[3]`
};
[[nodiscard]] TextForm form_of_type_text(std::string_view text);

}  // namespace tagcache::generator
