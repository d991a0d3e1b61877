#pragma once

#include <string>
#include <string_view>

/// The completion scripts of the shells, made from the table.
namespace tagcache::generator {

[[nodiscard]] std::string bash_completion();
[[nodiscard]] std::string zsh_completion();
[[nodiscard]] std::string fish_completion();

/// `text` in single quotes, as bash and zsh read it.
[[nodiscard]] std::string shell_quoted(std::string_view text);

}  // namespace tagcache::generator
